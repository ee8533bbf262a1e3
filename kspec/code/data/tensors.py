"""The functions of TensorFlow on arrays: casts, shapes, images, random numbers."""

import math
from collections.abc import Callable

from kspec.code.data import arithmetic, creation, functions, reductions, shapes
from kspec.code.data.array import (
    NO_LABELS,
    PIXELS,
    Array,
    Limits,
    image_sizes,
    is_list,
    is_whole,
    one_hot,
)
from kspec.code.data.creation import cast_if, dtype_or
from kspec.code.data.dtypes import dtype_named, holds
from kspec.code.data.literal import array_of
from kspec.code.data.random_numbers import BELOW
from kspec.code.data.shapes import dims_of
from kspec.code.data.transfer import Implementation, transfer, transfers
from kspec.code.values import Rest, Value
from kspec.spec.unknown import Unknown

SHAPE = "the shape is not in the code"
_FORMATS = ("jpeg", "png", "image")


def _tensor(value: Value) -> Array:
    array = array_of(value)
    if array.library == "numpy" and not isinstance(value, Array):
        narrow = {"int64": "int32", "float64": "float32"}.get(array.dtype or "", array.dtype)
        array = array.changed(dtype=narrow, values=array.values)
    return array.changed(library="tensorflow", values=array.values)


@transfer("tensorflow.constant", "tensorflow.convert_to_tensor", free=True)
def constant(value: Value = None, dtype: Value = None, shape: Value = None) -> Array:
    """A tensor of values."""
    array = cast_if(_tensor(value), dtype)
    return array if shape is None else array.changed(shape=dims_of(shape))


@transfer("tensorflow.Variable", free=True)
def variable(initial_value: Value = None, dtype: Value = None, shape: Value = None) -> Array:
    """A variable, whose values training changes."""
    return constant(initial_value, dtype, shape).without_values()


@transfer("tensorflow.one_hot", free=True)
def hot_rows(indices: Value, depth: Value, axis: Value = -1, dtype: Value = None) -> Array:
    """Labels as rows with a 1 for the class."""
    labels = array_of(indices)
    count = depth if isinstance(depth, int | Unknown) else Unknown(SHAPE, "classes")
    shape = None if labels.shape is None or axis != -1 else (*labels.shape, count)
    name = dtype_or(dtype, "float32")
    rows = one_hot(shape, name, count, library="tensorflow", reason=labels.reason)
    limits = labels.limits
    if limits is not None and limits.exact and isinstance(count, int) and limits.high >= count:
        return rows.changed(**NO_LABELS)  # those of greater numbers are all 0
    return rows


def _product(input_tensor: Value) -> Array:
    """The product of sizes, as of a shape."""
    sizes = input_tensor if is_list(input_tensor) else ()
    if not sizes or not all(isinstance(one, int) for one in sizes):
        return Array((), reason=Unknown("a product of values that are not in the code"))
    return _tensor(math.prod(sizes))


@transfer("keras.ops.arange")
def steps(start: Value, stop: Value = None, step: Value = 1, dtype: Value = None) -> Array:
    """Numbers in equal steps, as narrow as those of TensorFlow."""
    return numbers(start, stop, step, dtype)


@transfer("tensorflow.range", free=True)
def numbers(start: Value, limit: Value = None, delta: Value = 1, dtype: Value = None) -> Array:
    """Numbers in equal steps."""
    array = creation.arange(start, limit, delta)
    narrow = "float32" if array.dtype == "float64" else "int32"
    return functions.cast(array.changed(library="tensorflow"), dtype or narrow)


def _filled(shape: Value, dtype: Value, value: float) -> Array:
    limits, name = Limits(value, value, exact=True), dtype_or(dtype, "float32")
    return Array(dims_of(shape), name, limits, whole=True, library="tensorflow")


@transfer(
    "tensorflow.random.normal", "keras.random.normal", "keras.backend.random_normal", free=True
)
def normal(shape: Value, mean: Value = 0.0, stddev: Value = 1.0, dtype: Value = None) -> Array:
    """Normal random numbers."""
    return Array(dims_of(shape), dtype_or(dtype, "float32"), library="tensorflow")


@transfer(
    "tensorflow.random.uniform", "keras.random.uniform", "keras.backend.random_uniform", free=True
)
def uniform(shape: Value, minval: Value = 0, maxval: Value = None, dtype: Value = None) -> Array:
    """Random numbers between two ends, of whole ones without the greater end."""
    name = dtype_or(dtype, "float32")
    high = 1 if maxval is None and not is_whole(name) else maxval
    limits = None
    if isinstance(minval, int | float) and isinstance(high, int | float):
        limits = Limits(minval, high - (1 if is_whole(name) else (high - minval) * BELOW))
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
    limits = sized.bounds if method in {"bilinear", "nearest", "area"} else None
    dtype = sized.dtype if method == "nearest" else "float32"
    whole = sized.whole and method == "nearest"
    return sized.changed(dtype=dtype, limits=limits, whole=whole)


@transfer("tensorflow.image.resize_with_crop_or_pad", free=True)
def cropped(image: Value, target_height: Value, target_width: Value) -> Array:
    """Images cut or filled with 0 to a size."""
    sized = _sized(_tensor(image), (target_height, target_width))
    return sized.changed(limits=shapes.together(sized.limits, Limits(0, 0)))


@transfer("tensorflow.image.resize_with_pad", free=True)
def padded(image: Value, target_height: Value, target_width: Value) -> Array:
    """Images in another size, filled with 0."""
    sized = resize(image, [target_height, target_width])
    return sized.changed(limits=shapes.together(sized.limits, Limits(0, 0)))


@transfer("tensorflow.image.random_crop", "tensorflow.image.stateless_random_crop", free=True)
def any_part(value: Value, size: Value) -> Array:
    """A part of a size."""
    array = _tensor(value)
    return array.changed(shape=dims_of(size), limits=array.bounds, reason=None)


@transfer("tensorflow.image.convert_image_dtype", free=True)
def convert_image_dtype(image: Value, dtype: Value) -> Array:
    """Pixels in another dtype, from 0 to 1 in floats."""
    array, name = _tensor(image), dtype_named(dtype)
    bounds = holds(array.dtype)
    if bounds is None or name is None or is_whole(name):
        kept = bounds is None and array.dtype == name
        return array if kept else array.without_values().changed(dtype=name)
    limits = arithmetic.moved("/", array.limits, bounds.high)
    return array.changed(dtype=name, limits=limits, whole=False)


def _channels(images: Array, count: int) -> Array:
    shape = (*images.shape[:-1], count) if images.shape else images.shape
    return images.changed(shape=shape, limits=images.bounds)


@transfer(
    *(f"tensorflow.{module}.decode_{form}" for form in _FORMATS for module in ("image", "io")),
    free=True,
)
def decoded(contents: Value, channels: Value = 0) -> Array:
    """An image out of a file."""
    sizes, known = image_sizes("the size of the images is in the files"), channels
    if not isinstance(channels, int) or not channels:
        known = Unknown("the channels", "channels")
    return Array((*sizes, known), "uint8", PIXELS, whole=True, library="tensorflow")


@transfer("tensorflow.io.FixedLenFeature", "tensorflow.TensorSpec", free=True)
def described(shape: Value, dtype: Value = "float32") -> Array:
    """A tensor of the shape and dtype that a program declares for its data."""
    sizes = [Unknown(SHAPE) if size is None else size for size in shape] if is_list(shape) else None
    return Array(dims_of(sizes), dtype_named(dtype), library="tensorflow")


def _joined(join: Callable[[list[Array], Value], Array], values: Value, axis: Value) -> Array:
    if isinstance(values, Rest) and join is _stacked and axis == 0:
        return _tensor(values)
    if not is_list(values) or not values:
        return Array(reason=Unknown("what is joined is not in the code"))
    return join([_tensor(one) for one in values], axis)


def _stacked(arrays: list[Array], axis: Value) -> Array:
    """Arrays of one shape along a new axis: TensorFlow narrows whole numbers of numpy."""
    stacked = shapes.stack(arrays, axis)
    return stacked.changed(dtype=None) if is_whole(stacked.dtype) else stacked


def _extreme(*, largest: bool) -> Implementation:
    return lambda input_tensor, axis=None, keepdims=False: reductions.extreme(
        _tensor(input_tensor), axis, largest=largest, keepdims=keepdims
    )


def _recoloured(image: Array) -> Array:
    """Images of other colours, in which the greatest value of each pixel stays."""
    limits = image.limits
    positive = limits is not None and limits.low >= 0
    return image.changed(limits=Limits(0, limits.high) if limits and positive else None)


def _widened(image: Array, by: Value) -> Array:
    """Images whose values may be so much less or greater; bytes stay bytes, and fractions are
    unknown, which most programs cut off again.
    """
    limits = image.limits
    if image.dtype == "uint8" or limits is None or limits.high <= 1 or type(by) not in {int, float}:
        return image.changed(limits=PIXELS if image.dtype == "uint8" else None)
    return image.changed(limits=Limits(limits.low - abs(by), limits.high + abs(by)), whole=False)


def _stretched(image: Value, factor: Value) -> Array:
    """Images whose distances from their mean are multiplied."""
    array = _tensor(image)
    limits, is_number = array.limits, isinstance(factor, int | float)
    width = 0 if limits is None else limits.high - limits.low
    return _widened(array, max(factor - 1, 0) * width if is_number else factor)


_IMAGE = "tensorflow.image."
_ALIKE = (
    *(f"{_IMAGE}{name}" for name in ("random_flip_left_right", "random_flip_up_down")),
    *(f"{_IMAGE}{name}" for name in ("flip_left_right", "flip_up_down")),
    *("tensorflow.identity", "tensorflow.stop_gradient"),
)
"""Functions that give the same values, or all in other positions."""
_HOWS = ("random", "adjust")


transfers(
    {
        "tensorflow.cast tensorflow.dtypes.cast": lambda x, dtype: functions.cast(
            _tensor(x), dtype
        ),
        "tensorflow.clip_by_value": lambda t, clip_value_min, clip_value_max: functions.clipped(
            _tensor(t), clip_value_min, clip_value_max
        ),
        "tensorflow.io.parse_single_example": lambda serialized, features: features,
        "tensorflow.random.set_seed": lambda seed=None: None,
        "tensorflow.reshape": lambda tensor, shape: shapes.reshape(_tensor(tensor), shape),
        "tensorflow.expand_dims": lambda input, axis=-1: shapes.expand_dims(_tensor(input), axis),
        "tensorflow.squeeze": lambda input, axis=None: shapes.squeeze(_tensor(input), axis),
        "tensorflow.transpose": lambda a, perm=None: shapes.transpose(_tensor(a), perm),
        "tensorflow.concat": lambda values, axis: _joined(shapes.concatenate, values, axis),
        "tensorflow.stack": lambda values, axis=0: _joined(_stacked, values, axis),
        "tensorflow.zeros keras.ops.zeros": lambda shape, dtype=None: _filled(shape, dtype, 0),
        "tensorflow.ones keras.ops.ones": lambda shape, dtype=None: _filled(shape, dtype, 1),
        f"{_IMAGE}rgb_to_grayscale": lambda images: _channels(_tensor(images), 1),
        f"{_IMAGE}grayscale_to_rgb": lambda images: _channels(_tensor(images), 3),
        f"{_IMAGE}per_image_standardization": lambda image: (
            _tensor(image).without_values().changed(dtype="float32", whole=False)
        ),
        " ".join(_ALIKE): _tensor,
        " ".join(f"{_IMAGE}{how}_{one}" for how in _HOWS for one in ("hue", "saturation")): (
            lambda image, first=None, last=None: _recoloured(_tensor(image))
        ),
        " ".join(f"{_IMAGE}{how}_brightness" for how in _HOWS): (
            lambda image, by=None: _widened(_tensor(image), by)
        ),
        f"{_IMAGE}random_contrast": lambda image, lower=None, upper=None: _stretched(image, upper),
        f"{_IMAGE}adjust_contrast": lambda images, contrast_factor=None: _stretched(
            images, contrast_factor
        ),
    },
    free=True,
)
transfers(
    {
        "tensorflow.reduce_max tensorflow.math.reduce_max": _extreme(largest=True),
        "tensorflow.reduce_min tensorflow.math.reduce_min": _extreme(largest=False),
        "tensorflow.reduce_prod tensorflow.math.reduce_prod": _product,
        "tensorflow.argmax tensorflow.math.argmax": lambda input, axis=0: reductions.position(
            _tensor(input), axis
        ),
    }
)
