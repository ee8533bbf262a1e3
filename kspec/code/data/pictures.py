"""One image out of a file, and what the models of `keras.applications` want of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kspec.code.data.arithmetic import binary
from kspec.code.data.array import Array, Dim, Limits, is_list
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import follower, transfer
from kspec.code.library import FUNCTIONS, KINDS, Kind
from kspec.spec.unknown import Unknown

if TYPE_CHECKING:
    from kspec.code.data.array import Dims
    from kspec.code.values import Value

KEEPS = ("efficientnet", "efficientnet_v2", "convnext", "mobilenet_v3")
HALVES = (
    "mobilenet",
    "mobilenet_v2",
    "inception_v3",
    "inception_resnet_v2",
    "xception",
    "resnet_v2",
    "nasnet",
)
CENTRES = ("vgg16", "vgg19", "resnet", "resnet50", "densenet", "imagenet_utils")


class Picture(NamedTuple):
    """An image of `load_img`."""

    shape: Dims


@transfer("keras.utils.load_img", "keras.preprocessing.image.load_img")
def load_img(
    path: Value,
    color_mode: Value = "rgb",
    target_size: Value = None,
    interpolation: Value = None,
    keep_aspect_ratio: Value = False,
    grayscale: Value = False,
) -> Picture:
    """An image in a size, if one is given."""
    dims: list[Dim] = [
        Unknown("the size of the image is in the file", name) for name in ("height", "width")
    ]
    if is_list(target_size) and len(target_size) == 2:
        dims = list(target_size)
    channels = {"rgb": 3, "grayscale": 1, "rgba": 4}.get(str(color_mode))
    last: Dim = (
        1 if grayscale is True else Unknown("the channels") if channels is None else channels
    )
    return Picture((*dims, last))


@transfer("keras.utils.img_to_array", "keras.preprocessing.image.img_to_array", free=True)
def img_to_array(img: Value) -> Array:
    """The pixels of an image, from 0 to 255."""
    shape = img.shape if isinstance(img, Picture) else None
    return Array(shape, "float32", Limits(0, 255))


KINDS[Picture] = Kind()


def _halved(x: Value) -> Array | Unknown:
    """Pixels from -1 to 1."""
    array = array_of(x)
    scaled = binary("-", binary("/", array, 127.5), 1)
    return scaled.changed(dtype="float32") if isinstance(scaled, Array) else scaled


for _names, _change in (
    (KEEPS, lambda x, data_format=None: array_of(x)),
    (HALVES, lambda x, data_format=None: _halved(x)),
    (CENTRES, lambda x, data_format=None: array_of(x).without_values().changed(dtype="float32")),
):
    for _name in _names:
        _full = f"keras.applications.{_name}.preprocess_input"
        FUNCTIONS[_full] = follower(_change, _full)
