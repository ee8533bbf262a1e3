"""Shapes of symbolic tensors, as far as they follow from the layers before them."""

from collections.abc import Sequence
from typing import NamedTuple

from kspec.code.keras.network import network_of
from kspec.code.keras.stand_ins import mapped, stand_in
from kspec.code.keras.values import Layer, Model, Tensor
from kspec.code.reader import Reader
from kspec.code.values import Place, Unknown, Value
from kspec.spec.unknown import UnknownValueError

MOST_CALLS = 50
"""Number of calls in a chain that are searched for known shapes."""


class Inferred(NamedTuple):
    """Facts of a symbolic tensor: the shape (None: unknown), whether Keras knows no more of it
    before it runs, and the dtype.
    """

    shape: Sequence[Value] | None
    certain: bool
    dtype: str | None


def shape_of(reader: Reader, tensor: Tensor, node: Place) -> Value:
    """Shape of a tensor as a tuple: None for a size that Keras learns when it runs (the batch),
    unknown for a size that only kspec does not know.
    """
    layer = tensor.application.layer
    if isinstance(layer, Layer) and layer.name == "InputLayer":
        return _of_input(reader, layer, node)
    shape, certain, _ = seen_of(reader, tensor, node)
    if shape is None:
        return reader.unknown("the shape of a tensor that kspec cannot follow", node, "shape")
    return tuple(
        reader.unknown("a size that kspec cannot follow", node)
        if dim is None and axis and not certain
        else dim
        for axis, dim in enumerate(shape)
    )


def seen_of(reader: Reader, tensor: Tensor, node: Place) -> Inferred:
    """Facts of a tensor."""
    layer = tensor.application.layer
    if isinstance(layer, Layer) and layer.name == "InputLayer":
        shape = _of_input(reader, layer, node)
        dtype = layer.constant("dtype")
        return Inferred(
            shape if isinstance(shape, tuple) else None,
            certain=True,
            dtype=dtype if isinstance(dtype, str) else None,
        )
    kept = tensor.state.get("<shape>")
    if kept is None:
        kept = tensor.state["<shape>"] = _inferred(tensor)
    inferred: Inferred = kept
    return inferred


def _of_input(reader: Reader, layer: Layer, node: Place) -> Value:
    shape, whole = layer.fields.get("shape"), layer.fields.get("batch_shape")
    field = shape if whole is None else whole
    sizes = None if field is None else reader.items(field.value, node)
    if sizes is None or isinstance(sizes, Unknown):
        return reader.unknown("the shape of an input that the code does not say", node, "shape")
    return (layer.constant("batch_size"), *sizes) if whole is None else tuple(sizes)


def _cut(tensor: Tensor, done: dict[int, Tensor], depth: int) -> Tensor:
    """Tensor behind stand-ins for those of which the shape was inferred before."""
    application = tensor.application
    if id(tensor) in done or depth > MOST_CALLS or not (application.args or application.kwargs):
        return done.get(id(tensor), tensor)

    def change(one: Tensor) -> Tensor:
        kept = one.state.get("<shape>")
        if isinstance(kept, Inferred) and kept.certain and kept.shape is not None and kept.dtype:
            stand = stand_in(kept.shape, kept.dtype, one.application.place)
            return done.setdefault(id(one), stand)
        return _cut(one, done, depth + 1)

    args = tuple(mapped(change, value) for value in application.args)
    kwargs = {key: mapped(change, value) for key, value in application.kwargs.items()}
    done[id(tensor)] = Tensor(application._replace(args=args, kwargs=kwargs), tensor.output)
    return done[id(tensor)]


def _inferred(tensor: Tensor) -> Inferred:
    """Infer the facts of a tensor from the layers before it."""
    from kspec.spec.network import references
    from kspec.spec.parse import parse
    from kspec.spec.propagation import propagate

    model = Model("Functional", tensor.application.place, trainable=True)
    model.inputs, model.outputs = (), _cut(tensor, {}, 0)
    reading = parse(network_of(model).value)
    nothing = Inferred(None, certain=False, dtype=None)
    if reading.spec is None or reading.problems:
        return nothing
    try:
        trace = propagate(reading.spec.network)
    except UnknownValueError:  # a layer inside of another one, of which something is unknown
        return nothing
    refs = references(reading.spec.network.outputs)
    if not refs:
        return nothing
    inferred = trace.tensor(refs[0])
    return Inferred(inferred.shape, trace.is_certain(refs[0]), inferred.dtype)
