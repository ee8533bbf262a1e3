"""The functions of TensorFlow on arrays: casts, shapes, images, random numbers."""

from kspec.code.data import arithmetic, creation, functions, reductions, shapes
from kspec.code.data.array import PIXELS, Array, Limits, is_list, is_whole
from kspec.code.data.creation import name_of
from kspec.code.data.dtypes import dtype_named, holds
from kspec.code.data.literal import array_of
from kspec.code.data.shapes import dims_of
from kspec.code.data.transfer import follower, transfer
from kspec.code.library import FUNCTIONS
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

SHAPE = "the shape is not in the code"


def _tensor(value: Value) -> Array:
    array = array_of(value)
    if array.library == "numpy" and not isinstance(value, Array):
        narrow = {"int64": "int32", "float64": "float32"}.get(array.dtype or "", array.dtype)
        array = array.changed(dtype=narrow)
    return array.changed(library="tensorflow")


@transfer("tensorflow.constant", "tensorflow.convert_to_tensor", "tensorflow.Variable", free=True)
def constant(value: Value = None, dtype: Value = None, shape: Value = None) -> Array:
    """A tensor of values."""
    array = _tensor(value)
    array = array if dtype is None else functions.cast(array, name_of(dtype))
    return array if shape is None else array.changed(shape=dims_of(shape))


@transfer("tensorflow.cast", "tensorflow.dtypes.cast", free=True)
def cast(x: Value, dtype: Value) -> Array:
    """The values in another dtype."""
    return functions.cast(_tensor(x), name_of(dtype))


@transfer("tensorflow.one_hot", free=True)
def one_hot(indices: Value, depth: Value, axis: Value = -1, dtype: Value = None) -> Array:
    """Labels as rows with a 1 for the class."""
    labels = array_of(indices)
    count = depth if isinstance(depth, int | Unknown) else Unknown(SHAPE, "classes")
    shape = None if labels.shape is None or axis != -1 else (*labels.shape, count)
    name = "float32" if dtype is None else dtype_named(name_of(dtype))
    return Array(
        shape,
        name,
        Limits(0, 1),
        whole=True,
        encoding="one_hot",
        classes=count,
        library="tensorflow",
        reason=labels.reason,
    )


@transfer("tensorflow.reshape", free=True)
def reshape(tensor: Value, shape: Value) -> Array:
    """The values in another shape."""
    return shapes.reshape(_tensor(tensor), shape)


@transfer("tensorflow.expand_dims", free=True)
def expand_dims(input: Value, axis: Value = -1) -> Array:
    """Insert an axis of size 1."""
    return shapes.expand_dims(_tensor(input), axis)


@transfer("tensorflow.squeeze", free=True)
def squeeze(input: Value, axis: Value = None) -> Array:
    """Remove axes of size 1."""
    return shapes.squeeze(_tensor(input), axis)


@transfer("tensorflow.transpose", free=True)
def transpose(a: Value, perm: Value = None) -> Array:
    """Permute the axes."""
    return shapes.transpose(_tensor(a), perm)


@transfer("tensorflow.concat", free=True)
def concat(values: Value, axis: Value) -> Array:
    """Joined along an axis."""
    if not is_list(values) or not values:
        return Array(reason=Unknown("what is joined is not in the code"))
    return shapes.concatenate([_tensor(one) for one in values], axis)


@transfer("tensorflow.stack", free=True)
def stack(values: Value, axis: Value = 0) -> Array:
    """Joined along a new axis."""
    if not is_list(values) or not values:
        return Array(reason=Unknown("what is stacked is not in the code"))
    return shapes.stack([_tensor(one) for one in values], axis)


@transfer("tensorflow.range", free=True)
def numbers(start: Value, limit: Value = None, delta: Value = 1, dtype: Value = None) -> Array:
    """Numbers in equal steps."""
    array = creation.arange(start, limit, delta)
    narrow = "float32" if array.dtype == "float64" else "int32"
    return functions.cast(array.changed(library="tensorflow"), dtype or narrow)


def _filled(shape: Value, dtype: Value, value: float) -> Array:
    name = "float32" if dtype is None else dtype_named(name_of(dtype))
    return Array(
        dims_of(shape), name, Limits(value, value, exact=True), whole=True, library="tensorflow"
    )


@transfer("tensorflow.zeros", "keras.ops.zeros", free=True)
def zeros(shape: Value, dtype: Value = None) -> Array:
    """A tensor of zeros."""
    return _filled(shape, dtype, 0)


@transfer("tensorflow.ones", "keras.ops.ones", free=True)
def ones(shape: Value, dtype: Value = None) -> Array:
    """A tensor of ones."""
    return _filled(shape, dtype, 1)


@transfer(
    "tensorflow.random.normal", "keras.random.normal", "keras.backend.random_normal", free=True
)
def normal(shape: Value, mean: Value = 0.0, stddev: Value = 1.0, dtype: Value = None) -> Array:
    """Normal random numbers."""
    name = "float32" if dtype is None else dtype_named(name_of(dtype))
    return Array(dims_of(shape), name, library="tensorflow")


@transfer(
    "tensorflow.random.uniform", "keras.random.uniform", "keras.backend.random_uniform", free=True
)
def uniform(shape: Value, minval: Value = 0, maxval: Value = None, dtype: Value = None) -> Array:
    """Random numbers between two ends, of whole ones without the greater end."""
    name = "float32" if dtype is None else dtype_named(name_of(dtype))
    high = 1 if maxval is None and not is_whole(name) else maxval
    limits = None
    if isinstance(minval, int | float) and isinstance(high, int | float):
        limits = Limits(minval, high - 1 if is_whole(name) else high)
    return Array(dims_of(shape), name, limits, is_whole(name), library="tensorflow")


def _sized(images: Array, size: Value) -> Array:
    """Images in another size."""
    dims = dims_of(size)
    if images.shape is None or dims is None or len(dims) != 2 or len(images.shape) not in {3, 4}:
        return shapes.unshaped(images, "the size of the images is not in the code")
    return images.changed(shape=(*images.shape[:-3], *dims, images.shape[-1]))


@transfer("tensorflow.image.resize", free=True)
def resize(images: Value, size: Value, method: Value = "bilinear") -> Array:
    """Images in another size, in floats."""
    sized = _sized(_tensor(images), size)
    keeps = method in {"bilinear", "nearest", "area"}
    limits = sized.limits if keeps and sized.limits is not None else None
    dtype = sized.dtype if method == "nearest" else "float32"
    whole = sized.whole and method == "nearest"
    inexact = None if limits is None else limits._replace(exact=False)
    return sized.changed(dtype=dtype, limits=inexact, whole=whole)


@transfer("tensorflow.image.resize_with_crop_or_pad", free=True)
def cropped(image: Value, target_height: Value, target_width: Value) -> Array:
    """Images cut or filled with 0 to a size."""
    sized = _sized(_tensor(image), (target_height, target_width))
    return sized.changed(limits=shapes.together(sized.limits, Limits(0, 0)))


@transfer("tensorflow.image.resize_with_pad", free=True)
def padded(image: Value, target_height: Value, target_width: Value) -> Array:
    """Images in another size, filled with 0."""
    sized: Array = resize(image, [target_height, target_width])
    return sized.changed(limits=shapes.together(sized.limits, Limits(0, 0)))


@transfer("tensorflow.image.random_crop", "tensorflow.image.stateless_random_crop", free=True)
def any_part(value: Value, size: Value) -> Array:
    """A part of a size."""
    array = _tensor(value)
    limits = None if array.limits is None else array.limits._replace(exact=False)
    return array.changed(shape=dims_of(size), limits=limits, reason=None)


@transfer("tensorflow.image.convert_image_dtype", free=True)
def convert_image_dtype(image: Value, dtype: Value) -> Array:
    """Pixels in another dtype, from 0 to 1 in floats."""
    array, name = _tensor(image), dtype_named(name_of(dtype))
    bounds = holds(array.dtype)
    if bounds is None or name is None or is_whole(name):
        kept = bounds is None and array.dtype == name
        return array if kept else array.without_values().changed(dtype=name)
    limits = arithmetic.moved("/", array.limits, bounds.high)
    return array.changed(dtype=name, limits=limits, whole=False)


@transfer("tensorflow.image.rgb_to_grayscale", free=True)
def rgb_to_grayscale(images: Value) -> Array:
    """Images of one channel."""
    return _channels(_tensor(images), 1)


@transfer("tensorflow.image.grayscale_to_rgb", free=True)
def grayscale_to_rgb(images: Value) -> Array:
    """Images of three channels."""
    return _channels(_tensor(images), 3)


def _channels(images: Array, count: int) -> Array:
    limits = None if images.limits is None else images.limits._replace(exact=False)
    shape = (*images.shape[:-1], count) if images.shape else images.shape
    return images.changed(shape=shape, limits=limits)


@transfer("tensorflow.image.per_image_standardization", free=True)
def standardized(image: Value) -> Array:
    """Images of mean 0 and variance 1."""
    return _tensor(image).without_values().changed(dtype="float32", whole=False)


@transfer(
    "tensorflow.image.random_flip_left_right",
    "tensorflow.image.random_flip_up_down",
    "tensorflow.image.flip_left_right",
    "tensorflow.image.flip_up_down",
    "tensorflow.identity",
    "tensorflow.stop_gradient",
    free=True,
)
def alike(image: Value) -> Array:
    """Return the same values in other positions."""
    return _tensor(image)


@transfer(
    "tensorflow.image.random_brightness",
    "tensorflow.image.random_contrast",
    "tensorflow.image.random_saturation",
    "tensorflow.image.random_hue",
    "tensorflow.image.adjust_brightness",
    "tensorflow.image.adjust_contrast",
    "tensorflow.image.adjust_saturation",
    "tensorflow.image.adjust_hue",
    free=True,
)
def recoloured(image: Value = None, amount: Value = None, upper: Value = None) -> Array:
    """Images of other colours, whose range is unknown."""
    return _tensor(image).changed(limits=None)


@transfer(
    "tensorflow.image.decode_jpeg",
    "tensorflow.io.decode_jpeg",
    "tensorflow.image.decode_png",
    "tensorflow.io.decode_png",
    "tensorflow.image.decode_image",
    "tensorflow.io.decode_image",
    free=True,
)
def decoded(contents: Value, channels: Value = 0) -> Array:
    """An image out of a file."""
    sizes = [
        Unknown("the size of the images is in the files", name) for name in ("height", "width")
    ]
    last = (
        channels if isinstance(channels, int) and channels else Unknown("the channels", "channels")
    )
    return Array((*sizes, last), "uint8", PIXELS, whole=True, library="tensorflow")


_REDUCTIONS = {"reduce_max": True, "reduce_min": False}
for _name, _largest in _REDUCTIONS.items():
    for _prefix in ("tensorflow", "tensorflow.math"):
        FUNCTIONS[f"{_prefix}.{_name}"] = follower(
            lambda input_tensor, axis=None, keepdims=False, _largest=_largest: reductions.extreme(
                _tensor(input_tensor), axis, largest=_largest, keepdims=keepdims is True
            ),
            f"{_prefix}.{_name}",
        )
for _name in ("argmax",):
    for _prefix in ("tensorflow", "tensorflow.math"):
        FUNCTIONS[f"{_prefix}.{_name}"] = follower(
            lambda input, axis=0: reductions.position(_tensor(input), axis), f"{_prefix}.{_name}"
        )
