"""Images from files, and the preprocessing of pixels for the models of `keras.applications`."""

from kspec.code.data.arithmetic import binary
from kspec.code.data.array import PIXELS, Array, Dim, Limits, image_sizes, is_list, is_whole
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import Implementation, method, transfer, transfers
from kspec.code.library import KINDS, Kind
from kspec.code.values import Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

CHANNELS = {"RGB": 3, "L": 1, "1": 1, "RGBA": 4, "CMYK": 4, "HSV": 3, "YCbCr": 3, "LAB": 3}
CHANNELS |= {"rgb": 3, "grayscale": 1, "rgba": 4}
"""Number of channels by the mode of Pillow, or of Keras."""
AS_THEY_ARE = ("efficientnet", "efficientnet_v2", "mobilenet_v3", "convnext")
FROM_MINUS_ONE = (
    *("mobilenet", "mobilenet_v2", "xception", "inception_v3", "inception_resnet_v2"),
    *("resnet_v2", "nasnet"),
)
CENTRED = ("vgg16", "vgg19", "resnet", "resnet50", "imagenet_utils")
STANDARDIZED = ("densenet",)
"""Modules of `keras.applications` by the effect of their ``preprocess_input`` on pixels."""
BLUE_MEAN, RED_MEAN = 103.939, 123.68
"""The least and the greatest mean of a channel that those take off."""


def module_of(name: str) -> str:
    """The module of `keras.applications` that a module or model belongs to; empty if unknown."""
    plain = name.lower().replace("_", "")
    if plain.startswith("resnet") and plain.endswith("v2"):
        return "resnet_v2"
    every = (*AS_THEY_ARE, *FROM_MINUS_ONE, *CENTRED, *STANDARDIZED)
    modules = [one for one in every if plain.startswith(one.replace("_", ""))]
    return max(modules, key=len, default="")


def effect_of(name: str) -> tuple[str, ...] | None:
    """The modules with the same effect on pixels as that of a module or model; None if unknown."""
    module, effects = module_of(name), (AS_THEY_ARE, FROM_MINUS_ONE, CENTRED, STANDARDIZED)
    return next((one for one in effects if module in one), None)


def channels_of(mode: Value) -> Dim:
    """The number of channels of a mode of Pillow or Keras."""
    channels = CHANNELS.get(mode) if isinstance(mode, str) else None
    return Unknown("the channels") if channels is None else channels


class Picture(NamedTuple):
    """An image of Pillow; ``channels`` is 1 where it is grey."""

    height: Dim
    width: Dim
    channels: Dim

    def values(self) -> Array:
        """Pixels as an array: grey ones have no axis of channels."""
        if isinstance(self.channels, Unknown):
            return Array(None, "uint8", PIXELS, whole=True, reason=self.channels)
        last = () if self.channels == 1 else (self.channels,)
        return Array((self.height, self.width, *last), "uint8", PIXELS, whole=True)


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
    height, width = image_sizes("the size of the image is in the file")
    if is_list(target_size) and len(target_size) in {2, 3}:
        height, width = target_size[:2]  # Keras takes no notice of a third size
    return Picture(height, width, channels_of("L" if grayscale is True else color_mode))


@transfer("keras.utils.img_to_array", "keras.preprocessing.image.img_to_array", free=True)
def img_to_array(img: Value) -> Array:
    """The pixels of an image, from 0 to 255, with an axis of channels."""
    if isinstance(img, Picture):
        return Array((img.height, img.width, img.channels), "float32", PIXELS)
    image = array_of(img)
    shape = image.shape
    if shape is not None and len(shape) == 2:
        shape = (*shape, 1)
    return Array(shape, "float32", image.limits, whole=image.whole, reason=image.reason)


@transfer("keras.utils.array_to_img", "keras.preprocessing.image.array_to_img", free=True)
def array_to_img(x: Value, data_format: Value = None) -> Picture:
    """An image of pixels with an axis of channels."""
    shape = array_of(x).shape
    if shape is None or len(shape) != 3 or data_format is not None:
        return Picture(*(Unknown("the size is not in the code"),) * 3)
    return Picture(*shape)


def resized(self: Picture, size: Value, resample: Value = None) -> Picture | Unknown:
    """A picture in another width and height."""
    if not is_list(size) or len(size) != 2:
        return Unknown("the size of an image is not in the code")
    return self._replace(width=size[0], height=size[1])


def _cropped(self: Picture, box: Value = None) -> Picture:
    """The part of a picture in a box of left, upper, right and lower, or of an unknown size."""
    height, width = image_sizes("the size of a part of an image is not in the code")
    if is_list(box) and all(isinstance(one, int) for one in box):
        left, upper, right, lower = box
        height, width = lower - upper, right - left
    return self._replace(height=height, width=width)


_METHODS: dict[str, Implementation] = {
    "resize": resized,
    "crop": _cropped,
    "rotate": lambda self, angle: self,
    "convert": lambda self, mode=None: self._replace(channels=channels_of(mode)),
    "copy": lambda self: self,
    "transpose": lambda self, method=None: Unknown("a picture that is turned"),
    "filter": lambda self, filter=None: self,
    "close": lambda self: None,
}


def _attribute(value: Picture, name: str, place: Place) -> Value:
    attributes = {"size": (value.width, value.height), "width": value.width, "height": value.height}
    why = Unknown(f'kspec does not follow "{name}" of a picture', place=place)
    return attributes.get(name, why)


KINDS[Picture] = Kind(_attribute, lambda value, name, call: method(_METHODS, value, name, call))


def _of_floats(array: Array) -> str | None:
    """The dtype of scaled pixels: that of floats stays."""
    return "float32" if is_whole(array.dtype) else array.dtype


def _halved(x: Value, data_format: Value = None) -> Array | Unknown:
    """Pixels from -1 to 1."""
    array = array_of(x)
    scaled = binary("-", binary("/", array, 127.5), 1)
    return scaled.changed(dtype=_of_floats(array)) if isinstance(scaled, Array) else scaled


def _centred(x: Value, data_format: Value = None) -> Array:
    """Pixels less the mean of their channel."""
    array = array_of(x)
    limits = array.limits and Limits(array.limits.low - RED_MEAN, array.limits.high - BLUE_MEAN)
    return array.without_values().changed(dtype=_of_floats(array), limits=limits, whole=False)


def _standardized(x: Value, data_format: Value = None) -> Array:
    """Pixels of a mean of 0."""
    array = array_of(x)
    return array.without_values().changed(dtype=_of_floats(array), whole=False)


for _names, _change in (
    (AS_THEY_ARE, lambda x, data_format=None: array_of(x)),
    (FROM_MINUS_ONE, _halved),
    (CENTRED, _centred),
    (STANDARDIZED, _standardized),
):
    transfers({f"keras.applications.{_name}.preprocess_input": _change for _name in _names})
