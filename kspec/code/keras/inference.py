"""Facts of symbolic tensors, as far as they follow from the layers before them."""

from collections.abc import Iterable, Sequence

from kspec.code.keras.network import Written, network_of
from kspec.code.keras.values import Facts, Layer, Model, Tensor, is_input, tensors_of
from kspec.code.reader import Reader
from kspec.code.values import Place, Unknown, Value
from kspec.spec import shapes
from kspec.spec.layers.weight import Weight
from kspec.spec.unknown import Sizes, UnknownValueError


def shape_of(reader: Reader, tensor: Tensor, node: Place) -> Value:
    """Shape of a tensor as a tuple: None for the batch, unknown for a size kspec does not know."""
    layer = tensor.application.layer
    if is_input(layer):
        return _of_input(reader, layer, node)
    facts = facts_of(reader, tensor, node)
    if facts.shape is None:
        return reader.unknown("the shape of a tensor that kspec cannot follow", node, "shape")
    return facts.sizes(reader.place(node))


def sizes_of(reader: Reader, tensor: Tensor, place: Place) -> Sizes | None:
    """The shape of a tensor without the batch; None where it is not known."""
    shape = shape_of(reader, tensor, place)
    if type(shape) is not tuple or not shape:
        return None
    return tuple(size if isinstance(size, int) else None for size in shape[1:])


def facts_of(reader: Reader, tensor: Tensor, node: Place) -> Facts:
    """Facts of a tensor."""
    layer = tensor.application.layer
    if is_input(layer):
        shape, dtype = _of_input(reader, layer, node), layer.constant("dtype")
        return Facts(
            shape if isinstance(shape, tuple) else None, dtype if isinstance(dtype, str) else None
        )
    if tensor.facts is None:
        _infer(tensor)
    return tensor.facts or Facts()


def _of_input(reader: Reader, layer: Layer, node: Place) -> Value:
    shape, whole = layer.fields.get("shape"), layer.fields.get("batch_shape")
    field = shape if whole is None else whole
    sizes = None if field is None else reader.items(field.value, node)
    if sizes is None or isinstance(sizes, Unknown):
        return reader.unknown("the shape of an input that the code does not say", node, "shape")
    return (layer.constant("batch_size"), *sizes) if whole is None else tuple(sizes)


def _infer(tensor: Tensor) -> None:
    """Infer the facts of a tensor and of those before it without facts, in one network of them."""
    from kspec.spec.network import references
    from kspec.spec.parse import parse
    from kspec.spec.propagation import propagate

    open_, known = _before(tensor)
    model = Model("Functional", tensor.application.place, trainable=True)
    model.inputs, model.outputs = known, open_
    for one in open_:
        one.facts = Facts()
    value = network_of(model).value
    reading = parse(value)
    if reading.spec is None or reading.problems:
        return
    feeds = dict(zip(value["inputs"], map(_fed, known), strict=False))
    network = reading.spec.network
    try:
        trace = propagate(network, feeds)
    except UnknownValueError:  # a layer inside of another one, of which something is unknown
        return
    for one, ref in zip(open_, references(network.outputs), strict=True):
        inferred = trace.tensor(ref)
        one.facts = Facts(inferred.shape, inferred.dtype, trace.is_certain(ref))


def weights_of(written: Written) -> Iterable[Weight] | None:
    """The variables of all layers of a network; None where they are not all known."""
    from kspec.spec.layers.models import Functional
    from kspec.spec.parse import parse

    spec = parse(written.value).spec
    try:
        model = None if spec is None else Functional.of(spec.network, {})
        return None if model is None or not model.knows_weights else model.weights(())
    except UnknownValueError:
        return None


def _fed(tensor: Tensor) -> shapes.Tensor:
    shape, dtype, certain = tensor.facts or Facts()
    sizes = None if shape is None else tuple(shape)
    return shapes.Tensor(sizes, dtype) if certain else shapes.HalfKnown(sizes, dtype)


def _before(tensor: Tensor) -> tuple[Sequence[Tensor], Sequence[Tensor]]:
    """The tensors up to a tensor: those without facts, and the last ones with them."""
    open_: dict[int, Tensor] = {}
    known: dict[int, Tensor] = {}
    waiting = [tensor]
    while waiting:
        one = waiting.pop()
        if one.facts is not None:
            known[id(one)] = one
        elif id(one) not in open_ and not is_input(one.application.layer):
            open_[id(one)] = one
            waiting += tensors_of(one.application)
    return tuple(open_.values()), tuple(known.values())
