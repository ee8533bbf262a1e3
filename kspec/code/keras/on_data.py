"""Application of a layer or a model to data: the shape of its output, without values."""

from kspec.code.data.array import PIXELS, Array, Dims, Limits, is_whole, known
from kspec.code.data.literal import array_of
from kspec.code.keras.inference import facts_of
from kspec.code.keras.ranges import with_range
from kspec.code.keras.stand_ins import stand_in
from kspec.code.keras.values import Application, Layer, Model, Opaque, Tensor
from kspec.code.library import kind_of
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import Place, Value
from kspec.spec.unknown import Unknown

ALIKE = words(
    "RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness "
    "Normalization GaussianNoise Dropout Activation ReLU"
)
"""Layers whose output has the shape of their input, of any rank."""
_MOVING = words(
    "RandomFlip RandomRotation RandomZoom RandomTranslation RandomCrop CenterCrop Resizing"
)
"""Layers that move the pixels of images, or take means of them."""
_CLIPPING = words("RandomContrast RandomBrightness")
"""Layers whose output is clipped to the range of pixels."""
_OF_ONE_IMAGE = frozenset(("CenterCrop", "RandomCrop", "Resizing"))
"""Layers that take one image, without a batch, as well as several."""
RESULTS = "<on data>"
"""Key of a layer's last output shape, and of the layers that it then had."""
WHY = "a size that a model gives"


def on_data(reader: Reader, layer: Layer | Opaque | Model, value: Value, place: Place) -> Value:
    """The output for an array, None where nothing is known of it."""
    if isinstance(layer, Opaque) or kind_of(value) is None:
        return None
    array = array_of(value)
    if not array.shape:
        return None
    if len(array.shape) == 3 and _takes_one_image(layer):
        batch = on_data(reader, layer, array.changed(shape=(1, *array.shape)), place)
        return None if batch is None else batch.changed(shape=batch.shape[1:])
    name = layer.name if isinstance(layer, Layer) else ""
    if name == "Rescaling" and isinstance(layer, Layer):
        output: Array | None = _tensor(array.shape, "float32")
    elif name in ALIKE:
        output = _tensor(array.shape, "float32" if array.dtype == "float32" else None)
    elif name == "TextVectorization" and isinstance(layer, Layer):
        output = _indices(layer, array.shape)
    else:
        output = _propagated(reader, layer, array, array.shape, place)
        if name == "Resizing" and output is not None and is_whole(array.dtype):
            output = output.changed(dtype=None)  # of a data set floats, else whole numbers
    if output is not None and output.limits is None:
        output = output._replace(limits=limits_behind(layer, array.limits))
    if output is not None and isinstance(layer, Model):
        output = with_range(layer, output)
    return None if output is None else output.placed(place)


def limits_behind(layer: Value, limits: Limits | None) -> Limits | None:
    """The limits of images behind a layer, or a stack of layers, that prepares or varies them."""
    if isinstance(layer, Model) and layer.kind == "Sequential":
        for added in layer.stack:
            limits = limits_behind(added.layer, limits)
        return limits
    if limits is None or not isinstance(layer, Layer):
        return None
    if layer.name == "Rescaling":
        return _rescaled(layer, limits)
    is_plain = layer.constant("interpolation", "bilinear") in {"bilinear", "nearest"}
    is_clipped = layer.name in _CLIPPING and "value_range" not in layer.fields
    in_bytes = is_clipped and limits[:2] == PIXELS[:2]
    return Limits(*limits[:2]) if in_bytes or (layer.name in _MOVING and is_plain) else None


def _takes_one_image(layer: Value) -> bool:
    """Whether a layer, or the first of a stack, takes an image without a batch, too."""
    while isinstance(layer, Model):
        layer = layer.stack[0].layer if layer.stack else None
    return isinstance(layer, Layer) and layer.name in _OF_ONE_IMAGE


def _tensor(shape: Dims, dtype: str | None, limits: Limits | None = None) -> Array:
    return Array(shape, dtype, limits, library="tensorflow")


def _rescaled(layer: Layer, limits: Limits | None) -> Limits | None:
    """Values times a scale, and more by an offset."""
    scale, offset = layer.constant("scale"), layer.constant("offset", default=0)
    numbers = isinstance(scale, int | float) and isinstance(offset, int | float)
    if limits is None or not numbers:
        return None
    low, high = sorted(end * scale + offset for end in limits[:2])
    return Limits(low, high)


def _indices(layer: Layer, shape: Dims) -> Array | None:
    """The indices of words for texts, in one column or none."""
    length, mode = layer.constant("output_sequence_length"), layer.constant("output_mode", "int")
    texts = len(shape) == 1 or (len(shape) == 2 and known(shape[1]) == 1)
    if not texts or not isinstance(mode, str) or mode != "int" or not isinstance(length, int):
        return None
    return _tensor((shape[0], length), "int64")


def _propagated(
    reader: Reader, layer: Layer | Model, array: Array, shape: Dims, place: Place
) -> Array | None:
    """Propagate shapes through all layers."""
    sizes = tuple(dim if isinstance(dim, int) else None for dim in shape)
    layers, kept = layer.state.get("<layers>"), layer.state.get(RESULTS)
    if kept is None or kept[0] is not layers or kept[1] != sizes:
        tensor = stand_in(sizes, array.dtype, place)
        inferred = facts_of(reader, Tensor(Application(layer, (tensor,), {}, place)), place)
        kept = layer.state[RESULTS] = layers, sizes, inferred
    inferred = kept[2]
    if not inferred.shape:
        return None
    inner = [dim if isinstance(dim, int) else Unknown(WHY) for dim in inferred.shape[1:]]
    return _tensor((shape[0], *inner), inferred.dtype)
