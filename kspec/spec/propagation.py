"""Symbolic propagation of tensors through a network, as Keras calls its layers, in milliseconds."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import count

from kspec.named_tuple import NamedTuple
from kspec.spec.building import stand_in, weights_of_call
from kspec.spec.layers.base import Layer
from kspec.spec.layers.positional import bind_positional
from kspec.spec.layers.weight import Weight
from kspec.spec.network import Application, Call, Network, Node, TensorRef
from kspec.spec.problem import Fault
from kspec.spec.shapes import UNKNOWN, HalfKnown, NamedShape, Structure, Tensor, tensors
from kspec.spec.unknown import UnknownValueError
from kspec.spec.written import Written, output_of

SizeNames = Callable[[], Mapping[Application, Sequence[Sequence[str | None]]]]
"""The names of sizes that a program does not fix, of every output, by the call that gives it."""


class Result(NamedTuple):
    """Call of a layer: its inputs, its output, and its fault if Keras would refuse it."""

    node: Node
    call: Call
    args: tuple[Structure, ...]
    kwargs: Mapping[str, Structure]
    output: Structure
    outputs: Sequence[Tensor]
    """The tensors of the output, in Keras's order."""
    fault: Fault | None
    certain: bool
    """Whether the output is all that Keras knows: no layer before it is opaque or at fault."""


class Trace:
    """All calls of a network in an order in which Keras could make them.

    ``weights`` holds the variables of each layer by name, None where they cannot be known.
    ``stuck`` are the applications in or behind a cycle, ``dangling`` the references to nothing.
    ``takers`` are the calls that take tensors of a call.
    ``unsure`` are the names of layers whose outputs depend on unknown fields. ``whole`` is true for
    a stack: there a layer passes on all of its outputs, as they are nested.
    """

    __slots__ = (
        "dangling",
        "names",
        "results",
        "stuck",
        "takers",
        "unsure",
        "weights",
        "whole",
        "written",
    )

    def __init__(self, *, whole: bool = False, written: Written | None = None) -> None:
        self.whole = whole
        self.written = written
        self.results: dict[Application, Result] = {}
        self.weights: dict[str, tuple[Weight, ...] | None] = {}
        self.takers: dict[Application, list[Application]] = {}
        self.unsure: set[str] = set()
        self.stuck: list[tuple[Node, int]] = []
        self.dangling: list[tuple[Node, TensorRef]] = []
        self.names: SizeNames | None = None

    def tensor(self, ref: TensorRef) -> Tensor:
        """The tensor that a reference means; unknown where nothing is known."""
        result = self.results.get((ref.layer, ref.call))
        if result is None:
            return UNKNOWN
        count = len(result.outputs)
        return result.outputs[ref.output] if -count <= ref.output < count else UNKNOWN

    def first_input(self, node: Node) -> Tensor:
        """The first tensor that the first call of a layer takes; unknown where nothing is known."""
        result = self.results.get((node.name, 0))
        if result is None or not result.args:
            return UNKNOWN
        first = result.args[0]
        return first if isinstance(first, Tensor) else next(tensors(result.args), UNKNOWN)

    def refuses(self, node: Node) -> bool:
        """Whether Keras refuses the first call of a layer, so that its fields mean nothing."""
        result = self.results.get((node.name, 0))
        return result is not None and result.fault is not None

    def has(self, ref: TensorRef) -> bool:
        """Whether the call of a reference has this output, as far as its outputs are known."""
        result = self.results.get((ref.layer, ref.call))
        if result is None or result.output == UNKNOWN:
            return True
        count = len(result.outputs)
        return -count <= ref.output < count

    def is_certain(self, ref: TensorRef) -> bool:
        """Whether the tensor's unknown dimensions are unknown to Keras too."""
        result = self.results.get((ref.layer, ref.call))
        return result is not None and result.certain

    def resolve(self, structure: Structure) -> Structure:
        """A structure with its references replaced by tensors."""
        if isinstance(structure, TensorRef):
            return self._whole(structure) if self.whole else self.tensor(structure)
        if isinstance(structure, Tensor):
            return structure
        if isinstance(structure, list):
            return [self.resolve(item) for item in structure]
        if isinstance(structure, tuple):
            return tuple(self.resolve(item) for item in structure)
        if isinstance(structure, dict):
            return {key: self.resolve(item) for key, item in structure.items()}
        return structure

    def _whole(self, ref: TensorRef) -> Structure:
        result = self.results.get((ref.layer, ref.call))
        return UNKNOWN if result is None else result.output


def propagate(
    network: Network,
    feeds: Mapping[str, Tensor] | None = None,
    weights: Mapping[str, tuple[Weight, ...] | None] | None = None,
    names: SizeNames | None = None,
) -> Trace:
    """Call every layer of the network once for each of its calls; ``feeds`` replaces inputs by
    name, ``weights`` are those of layers that are built already, ``names`` those of unknown sizes.
    """
    trace = Trace(whole=network.sequential, written=network.written)
    trace.names = names
    trace.weights.update(weights or {})
    for node, index in _order(network, trace):
        call = node.calls[index]
        if feeds is not None and node.name in feeds:
            fed = feeds[node.name]
            trace.results[node.name, index] = Result(
                node, call, (), {}, fed, (fed,), None, certain=_is_whole(fed)
            )
            trace.weights[node.name] = ()
        else:
            _apply(trace, node, index, call)
    return trace


def when_run(network: Network, trace: Trace) -> Trace:
    """The tensors as they come when the network runs: those of its ``trace``, but behind layers
    that give another shape than Keras promises.
    """
    if all(cls.runtime_shape is Layer.runtime_shape for cls in network.classes):
        return trace
    feeds = {}
    for result in trace.results.values():
        layer, x = result.node.layer, result.args[0] if result.args else None
        if layer is None or result.fault is not None or not isinstance(x, Tensor) or not x.shape:
            continue
        if type(layer).runtime_shape is not Layer.runtime_shape:
            with suppress(Fault):  # the layer refuses the input
                shape = layer.runtime_shape(x.shape)
                feeds[result.node.name] = result.outputs[0]._replace(shape=shape)
    return propagate(network, feeds) if feeds else trace


def _order(network: Network, trace: Trace) -> Iterable[tuple[Node, int]]:
    """Order applications topologically, in document order where free; fills ``stuck`` and
    ``dangling``. Keras makes the calls of a layer one after the other, so that each needs the one
    before.
    """
    waiting: dict[Application, int] = {}
    takers = trace.takers
    for node in network.nodes.values():
        for index, call in enumerate(node.calls):
            needs = {(ref.layer, ref.call) for ref in _sound(network, trace, node, call)}
            waiting[node.name, index] = len(needs) + (index > 0)
            for need in needs:
                takers.setdefault(need, []).append((node.name, index))
    ready = deque(application for application, count in waiting.items() if not count)
    while ready:
        application = ready.popleft()
        del waiting[application]
        name, index = application
        node = network.nodes[name]
        yield node, index
        later = [(name, index + 1)] if index + 1 < len(node.calls) else []
        for dependent in (*takers.get(application, ()), *later):
            waiting[dependent] -= 1
            if not waiting[dependent]:
                ready.append(dependent)
    trace.stuck = [(network.nodes[name], index) for name, index in waiting]


def _sound(network: Network, trace: Trace, node: Node, call: Call) -> Iterable[TensorRef]:
    for ref in call.references:
        target = network.nodes.get(ref.layer)
        if target is None or not 0 <= ref.call < len(target.calls):
            trace.dangling.append((node, ref))
        else:
            yield ref


def _apply(trace: Trace, node: Node, index: int, call: Call) -> None:
    refs = call.references
    for ref in refs:
        if not trace.has(ref):
            trace.dangling.append((node, ref))
    args = tuple(map(trace.resolve, call.args))
    kwargs = {key: trace.resolve(value) for key, value in call.kwargs.items()}
    output: Structure = UNKNOWN
    fault: Fault | None = None
    layer = node.layer
    is_known = layer is not None and not (layer.partial_of or layer.is_invalid or layer.opaque)
    certain = is_known and all(map(trace.is_certain, refs))
    if layer is None or layer.is_invalid:
        from kspec.spec.invalid_layers import output_of_same_rank, rank_fault

        trace.weights[node.name] = None
        fault = None if layer is None else rank_fault(layer, args)
        output = output_of_same_rank(node, args)
    else:
        if not certain and layer.role == "model":
            args = tuple(map(_half_known, args))
        args, kwargs, output, fault = _call(trace, node, layer, args, kwargs, certain=certain)
        if layer.has_unknown_fields:
            trace.unsure.add(node.name)
    if output == UNKNOWN and trace.written and not is_known:
        output = output_of(trace.written, (node.name, index), refs, trace.tensor)
    if trace.names is not None:
        output = _named(output, partial(_names, trace.names, (node.name, index)), count())
    outputs = (output,) if isinstance(output, Tensor) else tuple(tensors(output))
    # Keras knows the rank of every tensor: one without a shape is only not known here.
    certain = certain and fault is None and None not in [x.shape for x in outputs]
    certain = certain and node.name not in trace.unsure
    trace.results[node.name, index] = Result(
        node, call, args, kwargs, output, outputs, fault, certain
    )


def _named(
    structure: Structure, find: Callable[[int], Sequence[str | None]], places: Iterator[int]
) -> Structure:
    """A structure with the names of its unknown sizes: ``find`` gives those of its nth tensor."""
    if isinstance(structure, Tensor):
        place, shape = next(places), structure.shape
        if shape is None or None not in shape:
            return structure
        return structure._replace(shape=NamedShape.of(shape, partial(find, place)))
    if isinstance(structure, list | tuple):
        return type(structure)(_named(item, find, places) for item in structure)
    return structure


def _names(names: SizeNames, application: Application, place: int) -> Sequence[str | None]:
    """The names of the sizes of one output of a call; empty where there are none."""
    outputs = names().get(application, ())
    return outputs[place] if place < len(outputs) else ()


def _half_known(structure: Structure) -> Structure:
    if isinstance(structure, Tensor):
        return HalfKnown(*structure)
    if isinstance(structure, list | tuple):
        return type(structure)(map(_half_known, structure))
    return structure


def _is_whole(fed: Tensor) -> bool:
    return fed.shape is not None and not isinstance(fed, HalfKnown)


def _call(
    trace: Trace,
    node: Node,
    layer: Layer,
    args: tuple[Structure, ...],
    kwargs: dict[str, Structure],
    *,
    certain: bool,
) -> tuple[tuple[Structure, ...], dict[str, Structure], Structure, Fault | None]:
    """Call a layer: its arguments, its output, and its fault; records its weights."""
    arguments = args, kwargs
    output: Structure = UNKNOWN
    try:
        args, kwargs = bind_positional(layer, args, kwargs)
        if (node.name, 0) not in trace.results:  # Keras builds it for the first call.
            args = stand_in(node, layer, args)
        output = layer(*args, **kwargs)
        before = trace.weights.get(node.name)
        trace.weights[node.name] = weights_of_call(node, layer, before, args, kwargs)
    except UnknownValueError:
        from kspec.spec.probing import output_whatever

        trace.unsure.add(node.name)
        trace.weights[node.name] = None
        args, kwargs = arguments
        output = output_whatever(layer, args, kwargs)
    except Fault as fault:
        trace.weights.setdefault(node.name, None)
        # Behind an opaque layer the dimension may be known to Keras.
        if certain or fault.kind != "unknown_dimension":
            # The output of a refused layer means nothing for the layers behind it.
            return args, kwargs, UNKNOWN, fault
    return args, kwargs, output, None
