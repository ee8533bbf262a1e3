"""Custom layers and models, of classes of the program: the effect of their code on tensors."""

import ast
from collections.abc import Sequence
from functools import partial

from kspec.code.checks.models import check_mask
from kspec.code.classes import (
    has_unknown_base,
    is_layer_class,
    is_model_class,
    lineage,
    member,
    name_own,
    outside_bases,
)
from kspec.code.journal import MISSING
from kspec.code.keras.arguments import made_with
from kspec.code.keras.graph import graph_between, in_order
from kspec.code.keras.inference import facts_of, shape_of, sizes_of, weights_of
from kspec.code.keras.network import network_of
from kspec.code.keras.stand_ins import as_tensor, inside_layer, stand_in
from kspec.code.keras.values import PARTS, SIZES, Layer, Model, Opaque, Tensor, mapped, tensors_in
from kspec.code.keras.wiring import apply
from kspec.code.names import last_name, nodes_in
from kspec.code.reader import Reader
from kspec.code.values import Call, Dict, Function, Object, Partial, Place, Unknown, Value
from kspec.spec.layers.base import Layer as SpecLayer
from kspec.spec.layers.weight import Weight
from kspec.spec.registry import LAYERS
from kspec.spec.unknown import Sizes

_WEIGHTS = "<weights>"
"""Key of the variables that a layer of the program has added itself."""
_WITHOUT_CALL = (["keras.layers.Layer"], ["keras.models.Model"])
_DEFAULTS = {"training": False, "mask": None}
"""Values that Keras passes to a ``call`` with these arguments where the program passes none."""


def own_layer(reader: Reader, value: Value, place: Place) -> Layer | Opaque | Model | None:
    """Layer of an object of the program's own class; None for other values."""
    own = isinstance(value, Object) and (is_layer_class(value.cls) or is_model_class(value.cls))
    if not own:
        return None
    model = value.state.get("<model>")
    if isinstance(model, Model) and model.kind != "Own":
        return model
    layer = value.state.get("<layer>")
    if layer is None:
        name = value.cls.name
        reason = reader.unknown(f"a layer of the class {name}", place, name)
        layer = Opaque(reason, name, value.place)
        name_own(reader, value)
        layer.owner = value
        layer.state["<name>"] = value.state["<name>"]
        reader.journal.write(value.state, "<layer>", layer)
    target_layer: Layer | Opaque = layer
    return target_layer


def call_own(reader: Reader, target: Object, layer: Layer | Opaque | Model, call: Call) -> Value:
    """Apply an object that is a layer to tensors: its outputs are those of one layer."""
    if not isinstance(layer, Opaque) or not tensors_in(call.values):
        return apply(reader, layer, call)

    mirrored, names = _mirrored(reader, call), dict(reader.log.names)
    is_built_by_run = PARTS not in layer.state and _has_unbuilt_parts(target)
    layer.state[PARTS] = []
    output = followed(reader, target, mirrored)
    if is_built_by_run and names != reader.log.names:  # Keras counts what both runs make
        output = followed(reader, target, mirrored)
    check_mask(reader, target, call)
    outputs = tensors_in(output)
    _learn(layer, [sizes_of(reader, one, call.place) for one in outputs], output)
    layer.sizes = layer.state[SIZES]
    layer.weights = _weights(target, layer, mirrored, output)
    first = apply(reader, layer, call)
    if len(outputs) < 2 or not isinstance(first, Tensor):
        return first
    tensors = {id(one): Tensor(first.application, at) for at, one in enumerate(outputs)}
    return mapped(lambda one: tensors[id(one)], output)


def _mirrored(reader: Reader, call: Call) -> Call:
    """A call on stand-ins for its tensors."""

    def mirror(tensor: Tensor) -> Tensor:
        inferred = facts_of(reader, tensor, call.place)
        return stand_in(inferred.shape, inferred.dtype, call.place)

    return call.mapped(partial(mapped, mirror))


def learn_shape(reader: Reader, layer: Value, call: Call) -> None:
    """Record the shape that a layer of the program, or the function of a `Lambda`, gives for the
    tensors of a call.
    """
    if isinstance(layer, Opaque) and layer.owner is not None:
        call_own(reader, layer.owner, layer, call)
    if not isinstance(layer, Layer) or layer.name != "Lambda" or not tensors_in(call.values):
        return
    function, options = layer.constant("function"), layer.constant("arguments")
    if isinstance(function, Function) and "output_shape" not in layer.fields:
        kwargs = options.items if isinstance(options, Dict) else {}
        output = _traced(reader, function, _mirrored(reader, call)._replace(kwargs=kwargs))
        shape = shape_of(reader, output, call.place) if isinstance(output, Tensor) else None
        if type(shape) is tuple and shape[:1] == (None,):
            _learn(layer, [sizes_of(reader, output, call.place)], output)


def _has_unbuilt_parts(target: Object) -> bool:
    """Whether Keras builds the parts of a layer by a run of its ``call`` before the first one."""
    return member(target.cls, "build") is MISSING and any(
        not isinstance(one, Layer) or "<tensor>" not in one.state for one in _parts(target)
    )


def _parts(target: Object) -> list[Value]:
    """The layers, models and objects among the attributes of an object, and in its lists and
    dictionaries.
    """
    attributes = [one for name, one in target.state.items() if not str(name).startswith("<")]
    return [one for value in attributes for one in in_order(value) if _may_build(one)]


def _may_build(value: Value) -> bool:
    """Whether a value may build variables when it is called."""
    if isinstance(value, Opaque):
        return value.owner is not None or value.weights is None
    return isinstance(value, Object | Model) or (
        isinstance(value, Layer) and value.name != "InputLayer" and _builds_variables(value)
    )


def own_weights(target: Object) -> tuple[Weight, ...] | None:
    """The variables that an object of the program has added itself; None where some are unknown."""
    weights = target.state.get(_WEIGHTS, ())
    makes = any(_makes_variables(one.node) for one in lineage(target.cls))
    return None if makes or type(weights) is not tuple else weights


def _weights(target: Object, layer: Opaque, call: Call, output: Value) -> tuple[Weight, ...] | None:
    """The variables that a layer of the program builds for a call; None where not all are known."""
    graph = graph_between(tensors_in(call.values), output, call.place)
    weights = own_weights(target)
    called = {id(getattr(one, "owner", None) or one) for one in graph.layers if _may_build(one)}
    parts = {id(one) for one in _parts(target)}
    handed = {id(one.value) for one in made_with(target).values()}
    if (
        outside_bases(target.cls) not in _WITHOUT_CALL
        or "trainable" in {*layer.state, *target.state}
        or weights is None
        or parts != called
        or parts & handed
    ):
        return None
    inner = weights_of(network_of(graph.model)) if parts else ()
    return None if inner is None else (*weights, *inner)


def _makes_variables(cls: ast.ClassDef) -> bool:
    """Whether a class makes variables otherwise than by `add_weight` and its layers."""
    calls = (node for node in nodes_in(cls) if isinstance(node, ast.Call))
    return any(last_name(one.func) == "Variable" for one in calls)


def _builds_variables(layer: Layer) -> bool:
    cls = LAYERS.find(layer.name)
    return cls is not None and issubclass(cls, SpecLayer) and cls.builds_variables()


def followed(reader: Reader, target: Object, call: Call) -> Value:
    """Run the code of a layer on stand-ins, and undo its changes; unknown for other code."""
    own = member(target.cls, "call")
    if own is MISSING:
        _report_no_call(reader, target)
    if not isinstance(own, Function):
        return reader.unknown("what a base class gives", call.place)
    _build(reader, target, call)
    kwargs = dict(call.kwargs)
    names = [arg.arg for arg in (*own.node.args.args, *own.node.args.kwonlyargs)]
    open_ = {name for name in names if not call.has(names.index(name) - 1, name)}
    kwargs |= {name: value for name, value in _DEFAULTS.items() if name in open_}
    bound = Partial(own, Call(call.place, (target,)))
    return _traced(reader, bound, call._replace(kwargs=kwargs))


def _traced(reader: Reader, function: Value, call: Call) -> Value:
    """Output of a function of the program on stand-ins, its changes undone."""
    reader.journal.open()
    try:
        with inside_layer():
            return as_tensor(reader.invoke(function, call), call.place)
    finally:
        reader.journal.close(undo=True)


def _report_no_call(reader: Reader, target: Object) -> None:
    """Report a layer or a model that is applied, and neither its class nor one above has `call`."""
    cls = target.cls
    if outside_bases(cls) not in _WITHOUT_CALL or has_unknown_base(cls):
        return
    if target.place is cls.node or member(cls, "__call__") is not MISSING:
        return  # whoever makes one may give it the inputs and outputs of a graph
    from difflib import get_close_matches

    names = [name for name, value in cls.state.items() if isinstance(value, Function)]
    meant = "forward" if "forward" in names else next(iter(get_close_matches("call", names)), None)
    help_ = "Define call(self, inputs)." if meant is None else f"Rename `{meant}` to `call`."
    message = f"{cls.name} has no method `call`, and the program applies it: Keras raises"
    reader.log.report("call_without_result", message, cls.node, help_)


def _build(reader: Reader, target: Object, call: Call) -> None:
    """Read ``build`` as the first call does, and again where a weight of it has no known shape."""
    build, weights = member(target.cls, "build"), target.state.get(_WEIGHTS, ())
    before = target.state.get("<built>", weights)
    if not isinstance(build, Function) or ("<built>" in target.state and type(weights) is tuple):
        return
    reader.journal.write(target.state, "<built>", before)
    reader.journal.write(target.state, _WEIGHTS, before)
    first = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    shapes = mapped(lambda tensor: shape_of(reader, tensor, call.place), first)
    with inside_layer():
        reader.invoke(Partial(build, Call(call.place, (target,))), Call(call.place, (shapes,)))


def _learn(layer: Layer | Opaque, shapes: Sequence[Sizes | None], output: Value) -> None:
    """Record the output shapes of a layer; those that differ from call to call are unknown."""
    known = [sizes for sizes in shapes if sizes is not None]
    sizes: Sizes | list[Sizes] | None = None
    if len(known) == len(shapes) and shapes:
        sizes = known[0] if isinstance(output, Tensor) else known
    before = layer.state.get(SIZES, sizes)
    layer.state[SIZES] = sizes if before == sizes else None


def add_weight(reader: Reader, target: Object, call: Call) -> Value:
    """``self.add_weight``: a tensor of its shape."""
    shape = call.get(None, "shape", next((x for x in call.args if not isinstance(x, str)), ()))
    dims = reader.items(() if shape is None else shape, call.place)
    weights, is_trained = target.state.get(_WEIGHTS, ()), call.get(None, "trainable", default=True)
    known = not isinstance(dims, Unknown) and all(isinstance(size, int) for size in dims)
    if known and type(weights) is tuple and isinstance(is_trained, bool):
        weights = (*weights, Weight("weight", tuple(dims), is_trained))
    else:
        weights = reader.unknown("a weight of an unknown shape", call.place)
    reader.journal.write(target.state, _WEIGHTS, weights)
    return stand_in(None if isinstance(dims, Unknown) else dims, None, call.place)
