"""Graph of a network: its wiring problems in Keras's terms, and the order of the layers in
Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.spec.network import NO_NAME, Network, Node, TensorRef, references
from kspec.spec.problem import Problem, Related
from kspec.spec.shapes import tensors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.spec.network import Application, Call
    from kspec.spec.propagation import Trace
    from kspec.spec.suggest import Nearest


def wiring_problems(network: Network, trace: Trace) -> Iterator[Problem]:
    """References to nothing, and circles."""
    missing: dict[tuple[object, ...], list[tuple[TensorRef, str]]] = {}
    for ref, who in _dangling(network, trace):
        if ref.layer != NO_NAME:
            missing.setdefault(_absent(network, ref), []).append((ref, who))
    if missing:
        yield from _of_missing(network, list(missing.values()))
    cyclic = _cyclic(network, [(node.name, index) for node, index in trace.stuck])
    if cyclic:
        yield _circle(network, cyclic)
    for node, call, is_left_out in given_back(network, trace):
        if not is_left_out:
            message = f'Keras takes what "{node.name}" gives for what it takes, and finds a circle'
            help_ = "Put the layer into a Pipeline, or apply it to the data before they come here."
            yield Problem("cycle", call.entry(node), message, help=help_)


def _of_missing(network: Network, missing: list[list[tuple[TensorRef, str]]]) -> Iterator[Problem]:
    """Problems of missing tensors, each with all layers that take it."""
    from kspec.spec.suggest import Nearest

    near = Nearest(network.nodes)
    outputs = {ref.layer for ref in references(network.outputs)}
    for takers in missing:
        (absent, taker), *others = takers
        target = network.nodes.get(absent.layer)
        if target is not None and not target.calls:
            if target.name not in outputs:  # The reader of the file reports an output.
                yield _never_called(target, takers)
            continue
        related = tuple(Related(ref.path, f"{other} it too") for ref, other in others)
        yield _nothing_there(network, absent, taker, near)._replace(related=related)


def given_back(network: Network, trace: Trace) -> Iterator[tuple[Node, Call, bool]]:
    """Yield the calls that may return the very tensor that they take (one that is cast first is
    another), and whether Keras makes the network without the call: where the tensor is an input of
    the model and no output. A stack with an input in a file is checked after each layer.
    """
    if not any(cls.value_effect.may_return_input for cls in network.classes):
        return
    outputs = {(ref.layer, ref.call) for ref in references(network.outputs)}
    for application, result in trace.results.items():
        layer, call = result.node.layer, result.call
        if layer is None or not layer.value_effect.may_return_input:
            continue
        if all(
            x.dtype is not None and layer.cast_dtype(x) == x.dtype for x in tensors(result.args)
        ):
            takes_inputs = all(network.nodes[ref.layer].is_input for ref in call.references)
            inside = not network.sequential and application not in outputs
            yield result.node, call, takes_inputs and (network.implicit_input or inside)


def _circle(network: Network, cyclic: list[Application]) -> Problem:
    first, index = cyclic[0]
    path = network.nodes[first].calls[index].path
    for before, after in zip(cyclic, (*cyclic[1:], cyclic[0]), strict=True):
        if before not in network.needs(after):
            name, early = before
            message = f'Call {early} of "{name}" takes, through others, what call {early + 1} gives'
            help_ = "Keras makes the calls of a layer in the order in which they are listed."
            path = network.nodes[name].calls[early].path
            return Problem("cycle", path, message, help=help_)
    around = " -> ".join(f'"{name}"' for name, _ in (*cyclic, cyclic[0]))
    message = f"These layers feed each other in a circle: {around}"
    help_ = "Give one of them another input: no layer can wait for its own output."
    return Problem("cycle", path, message, help=help_)


def _dangling(network: Network, trace: Trace) -> Iterator[tuple[TensorRef, str]]:
    """Yield every reference to nothing, with its subject and verb; a layer of an unknown class may
    have any output.
    """
    for node, ref in trace.dangling:
        if not _is_mute(network, ref):
            yield ref, f'"{node.name}" takes'
    for structure, who in ((network.inputs, "an input is"), (network.outputs, "an output is")):
        for ref in references(structure):
            target = network.nodes.get(ref.layer)
            calls = 0 if target is None else max(len(target.calls), 1)
            if not 0 <= ref.call < calls or not trace.has(ref):
                yield ref, who


def _is_mute(network: Network, ref: TensorRef) -> bool:
    node = network.nodes.get(ref.layer)
    return node is not None and node.layer is None and not node.calls


def _absent(network: Network, ref: TensorRef) -> tuple[object, ...]:
    """Key of a missing tensor: a layer, all calls or one call of it, or outputs of this call."""
    node = network.nodes.get(ref.layer)
    return (ref.layer,) if node is None or not node.calls else (ref.layer, ref.call)


def _never_called(node: Node, takers: list[tuple[TensorRef, str]]) -> Problem:
    related = tuple(Related(ref.path, f"{taker} what it gives") for ref, taker in takers)
    message = f'"{node.name}" takes no inputs, and so gives nothing'
    return Problem("unknown_reference", node.path, message, related=related)


def _nothing_there(network: Network, ref: TensorRef, who: str, near: Nearest) -> Problem:
    target = network.nodes.get(ref.layer)
    if target is not None and 0 <= ref.call < len(target.calls):
        message = f'{who} output {ref.output} of "{ref.layer}", which has fewer'
        return Problem("unknown_reference", ref.path, message)
    if target is not None:
        message = f'{who} call {ref.call} of "{ref.layer}", and it has {len(target.calls)}'
        return Problem("unknown_reference", ref.path, message)
    message = f'{who} "{ref.layer}", and no layer has this name'
    return Problem("unknown_reference", ref.path, message).meaning(near.of(ref.layer))


def _cyclic(network: Network, stuck: list[Application]) -> list[Application]:
    """Find a cycle among the applications that could not be made (some are only behind it)."""
    waiting = set(stuck)
    for start in stuck:
        trail: list[Application] = []
        here: Application | None = start
        while here is not None and here not in trail:
            trail.append(here)
            here = next((need for need in network.waits_for(here) if need in waiting), None)
        if here is not None:
            return _from_first(network, trail[trail.index(here) :][::-1])
    return []


def _from_first(network: Network, circle: list[Application]) -> list[Application]:
    """Rotate a cycle to begin with the first layer in the document."""
    names = [name for name, _ in circle]
    first = names.index(next(name for name in network.nodes if name in names))
    return circle[first:] + circle[:first]


def _walk(network: Network) -> tuple[list[Application], dict[str, int]]:
    """Walk depth-first from the outputs, as Keras does: applications in the order of completion,
    layers in the order of the first visit.
    """
    finished: dict[Application, None] = {}
    first_seen: dict[str, int] = {}
    in_progress: set[Application] = set()
    for output in references(network.outputs):
        stack: list[tuple[Application, bool]] = [((output.layer, output.call), False)]
        while stack:
            application, is_finished = stack.pop()
            if is_finished:
                finished[application] = None
            elif application not in in_progress and network.has(application):
                in_progress.add(application)
                first_seen.setdefault(application[0], len(first_seen))
                stack.append((application, True))
                stack.extend((need, False) for need in reversed(list(network.needs(application))))
    return list(finished), first_seen


def keras_order(network: Network) -> list[Node]:
    """The nodes as Keras lists them: by depth from the outputs, then by traversal; a stack keeps
    its order.

    Source: ``keras.src.ops.function.map_graph`` (Keras 3.15).
    """
    if network.sequential:
        return list(network.nodes.values())
    applications, traversal = _walk(network)
    depths = _depths(network, applications)
    for ref in references(network.inputs):
        depths.setdefault(ref.layer, 0)
        traversal.setdefault(ref.layer, -1)
    return [
        network.nodes[name]
        for name in sorted(depths, key=lambda name: (-depths[name], traversal[name]))
        if name in network.nodes
    ]


def _depths(network: Network, applications: list[Application]) -> dict[str, int]:
    node_depths: dict[Application, int] = {}
    layer_depths: dict[str, int] = {}
    for application in reversed(applications):
        depth = max(node_depths.setdefault(application, 0), layer_depths.get(application[0], 0))
        layer_depths[application[0]] = depth
        node_depths[application] = depth
        for need in network.needs(application):
            node_depths[need] = max(depth + 1, node_depths.get(need, 0))
    return layer_depths
