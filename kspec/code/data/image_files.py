"""Images as OpenCV, Pillow, scikit-image and imageio read, resize and recolour them."""

from functools import partial

from kspec.code.data.arithmetic import moved
from kspec.code.data.array import (
    NO_LABELS,
    PIXELS,
    Array,
    Dims,
    Limits,
    image_sizes,
    is_list,
    known,
)
from kspec.code.data.literal import array_of
from kspec.code.data.pictures import Picture, channels_of, resized
from kspec.code.data.shapes import dims_of, together, unshaped
from kspec.code.data.transfer import method, transfer
from kspec.code.library import KINDS, Kind
from kspec.code.values import External, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

SIZE = "the size of the image is in the file"
COLOURS = "the colours of the image are in the file"
OVERSHOOTING = frozenset(("cv2.INTER_CUBIC", "cv2.INTER_LANCZOS4"))


def _constant(value: Value) -> str:
    """The name of a constant of OpenCV."""
    return value.name if isinstance(value, External) else ""


@transfer("cv2.imread", free=True)
def cv2_imread(filename: Value, flags: Value = 1) -> Array:
    """An image in three colours, or in grey."""
    name = _constant(flags)
    shape: Dims | None = (*image_sizes(SIZE), 3)
    if flags == 0 or name == "cv2.IMREAD_GRAYSCALE":
        shape = image_sizes(SIZE)
    elif flags != 1 and name != "cv2.IMREAD_COLOR":
        shape = None
    why = None if shape is not None else Unknown(COLOURS)
    return Array(shape, "uint8", PIXELS, whole=True, reason=why)


class Video(NamedTuple):
    """A camera or a file of a film, which gives an image after the other."""

    source: Value


@transfer("cv2.VideoCapture", free=True)
def cv2_video(index: Value = 0) -> Video:
    """A camera by its number, or a film by its path."""
    return Video(index)


def _frame(_: Video, image: Value = None) -> tuple[Value, Array]:
    """Success of the reading, and an image."""
    return Unknown("what a camera gives", "?"), cv2_imread(None)


KINDS[Video] = Kind(method=partial(method, {"read": _frame}))


@transfer("cv2.resize", free=True)
def cv2_resize(
    src: Value,
    dsize: Value = None,
    dst: Value = None,
    fx: Value = 0,
    fy: Value = 0,
    interpolation: Value = None,
) -> Array:
    """An image of another width and height, in this order."""
    image = array_of(src)
    overshoots = _constant(interpolation) in OVERSHOOTING and image.dtype != "uint8"
    limits, whole = None if overshoots else image.bounds, image.dtype == "uint8"
    image = image.changed(limits=limits, whole=whole, **NO_LABELS)
    sizes = dims_of(dsize)
    if image.shape is None:
        return image
    is_factor = [*map(known, sizes or ())] == [0, 0]  # fx and fy say how large
    if sizes is None or len(sizes) != 2 or is_factor or len(image.shape) not in {2, 3}:
        return unshaped(image, "the size of an image is not in the code")
    channels = () if [*map(known, image.shape[2:])] == [1] else image.shape[2:]
    return image.changed(shape=(sizes[1], sizes[0], *channels))


@transfer("cv2.cvtColor", free=True)
def cv2_recoloured(src: Value, code: Value) -> Array:
    """An image in other colours."""
    image, name = array_of(src), _constant(code)
    image = image if image.dtype == "uint8" else image.changed(limits=None, whole=False)
    if image.shape is None or len(image.shape) not in {2, 3} or not name:
        return unshaped(image, COLOURS)
    target = name.rpartition("2")[2]
    channels = () if target == "GRAY" else (4,) if target in {"BGRA", "RGBA"} else (3,)
    return image.changed(shape=(*image.shape[:2], *channels))


_ALIKE = "flip GaussianBlur medianBlur equalizeHist blur bilateralFilter dilate erode "
_ALIKE += "fastNlMeansDenoising fastNlMeansDenoisingColored"


@transfer(*(f"cv2.{name}" for name in _ALIKE.split()), free=True)
def cv2_alike(
    src: Value,
    first: Value = None,
    second: Value = None,
    third: Value = None,
    fourth: Value = None,
    fifth: Value = None,
) -> Array:
    """An image of the same size."""
    image = array_of(src)
    return image.changed(limits=image.bounds)


@transfer("cv2.warpAffine", "cv2.warpPerspective", free=True)
def cv2_warped(src: Value, M: Value, dsize: Value) -> Array:
    """An image that is turned or moved, with 0 where it does not reach."""
    image = cv2_resize(src, dsize)
    return image.changed(limits=together(image.limits, Limits(0, 0)))


@transfer("PIL.Image.open", free=True)
def pil_open(fp: Value) -> Picture:
    """An image whose size and mode are in the file."""
    return Picture(*image_sizes(SIZE), Unknown(COLOURS, "channels"))


@transfer("PIL.Image.new", free=True)
def pil_new(mode: Value, size: Value, color: Value = 0) -> Picture:
    """An image of one colour."""
    width, height = size if is_list(size) and len(size) == 2 else image_sizes(SIZE)[::-1]
    return Picture(height, width, channels_of(mode))


@transfer("PIL.Image.fromarray", free=True)
def pil_of(obj: Value) -> Picture:
    """An image of pixels."""
    shape = array_of(obj).shape
    if shape is None or len(shape) not in {2, 3}:
        return Picture(*image_sizes(SIZE), Unknown(COLOURS, "channels"))
    return Picture(shape[0], shape[1], shape[2] if len(shape) == 3 else 1)


@transfer("PIL.ImageOps.fit", free=True)
def pil_fit(image: Value, size: Value, method: Value = None) -> Picture | Unknown:
    """An image cut to a width and height."""
    if isinstance(image, Picture):
        return resized(image, size)
    return Unknown("the size of an image is not in the code")


transfer("PIL.ImageOps.grayscale")(
    lambda image: image._replace(channels=1) if isinstance(image, Picture) else image
)


@transfer("skimage.io.imread", "imageio.imread", "imageio.v2.imread", free=True)
def sk_imread(fname: Value, as_gray: Value = False) -> Array:
    """An image of a file, in its own colours."""
    if as_gray is True:
        return Array(image_sizes(SIZE), "float64", Limits(0, 1))
    return Array(None, "uint8", PIXELS, whole=True, reason=Unknown(COLOURS))


@transfer("skimage.transform.resize", free=True)
def sk_resize(image: Value, output_shape: Value, preserve_range: Value = False) -> Array:
    """An image of another size in floats, from 0 to 1 where it was of bytes."""
    array, dims = array_of(image), dims_of(output_shape)
    limits = array.bounds
    if array.dtype == "uint8" and preserve_range is not True:
        limits = moved("/", limits, 255)
    result = Array(array.shape, "float64", limits, reason=array.reason)
    if dims is not None and len(dims) == 2 and array.shape is not None:
        dims = (*dims, *array.shape[2:])
    elif dims is None or len(dims) != 3:
        return unshaped(result, "the size of an image is not in the code")
    return result.changed(shape=dims, reason=None)


@transfer("skimage.color.rgb2gray", "skimage.color.rgb2grey", free=True)
def sk_grey(rgb: Value) -> Array:
    """An image in grey, from 0 to 1."""
    shape = array_of(rgb).shape
    return Array(None if shape is None else shape[:-1], "float64", Limits(0, 1))
