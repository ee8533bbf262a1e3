"""`ImageDataGenerator`: images that are varied and scaled, batch by batch."""

from kspec.code.data.array import PIXELS, Array, Limits, is_list, shown
from kspec.code.data.context import INVOKE, REFUSE, RefusalError
from kspec.code.data.dataset import BATCH, ELEMENTS, Dataset, Flow, Folder
from kspec.code.data.directories import batches_of, image, size_of
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import rows_of
from kspec.code.data.transfer import Implementation, method, parameters
from kspec.code.keras.arguments import misnamed
from kspec.code.library import KINDS, Kind, function
from kspec.code.names import words
from kspec.code.values import Call, List, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

OTHER_VALUES = words(
    "featurewise_center samplewise_center featurewise_std_normalization "
    "samplewise_std_normalization zca_whitening"
)
"""Arguments of a generator after which the range of the values is unknown."""
IN_BYTES = words("brightness_range channel_shift_range cval")
"""Arguments that change pixels, and leave them from 0 to 255."""
FAR_BELOW = -100
"""Least value of pixels from which their mean was taken off."""


class ImageGenerator(NamedTuple):
    """`ImageDataGenerator`: its effect on pixels."""

    call: Call
    factor: float | None
    """Factor of the pixels; None where their range is unknown."""

    preprocessing: Value = None
    """Function that Keras applies to an image before it multiplies with the factor."""
    in_bytes: frozenset[str] = frozenset()
    """Arguments that change pixels before, in a way for those from 0 to 255."""

    def processed(self, images: Array) -> Array:
        """The images behind the function."""
        if self.preprocessing is None:
            return images
        image = images if images.shape is None else images.changed(shape=images.shape[1:])
        result = INVOKE.get()(self.preprocessing, Call(self.call.place, (image,)))
        return images.changed(limits=array_of(result).limits, whole=False)

    def standardize(self, images: Array) -> Array:
        """The images that the generator gives for these."""
        limits = images.limits
        is_other = limits is not None and limits[:2] != PIXELS[:2]
        are_fractions = limits is not None and limits.low < limits.high <= 1 and not images.whole
        if limits and are_fractions and "brightness_range" in self.in_bytes:
            message = "brightness_range makes whole numbers of the pixels, and these go from "
            message += f"{limits.low:g} to {limits.high:g}: the images become black"
            place = self.call.place_of(None, "brightness_range")
            help_ = "Give it pixels from 0 to 255, and divide them by rescale=1 / 255."
            REFUSE.get()("augmentation-range", message, place, help_)
        images = self.processed(images)
        if self.factor is None or images.limits is None or (self.in_bytes and is_other):
            return images.changed(limits=None)
        low, high = sorted(end * self.factor for end in images.limits[:2])
        scaled = images.changed(limits=Limits(low, high))
        return scaled._replace(places={"limits": self.call.place, **scaled.places})


@function(
    "keras.preprocessing.image.ImageDataGenerator",
    "keras.legacy.preprocessing.image.ImageDataGenerator",
    "keras_preprocessing.image.ImageDataGenerator",
)
def generator_of(call: Call) -> Value:
    """The generator of a call, with the arguments that move values in mind."""
    changes = frozenset(
        key for key, one in call.kwargs.items() if one is not None and one is not False
    )
    rescale = plain(call.kwargs.get("rescale"))
    factor = 1 if rescale is None else rescale if isinstance(rescale, int | float) else None
    prepare = call.kwargs.get("preprocessing_function")
    generator = ImageGenerator(call, factor, prepare, changes & IN_BYTES)
    limits = generator.processed(image(None, "rgb")).limits
    if limits is not None and limits.low < FAR_BELOW and factor is not None and abs(factor) < 1:
        message = f"The function gives pixels from {limits.low:g} to {limits.high:g}, less their "
        message += "mean, as the network takes them, and rescale makes next to nothing of them"
        place = call.place_of(None, "rescale")
        REFUSE.get()("input-not-normalized", message, place, "Leave rescale out.")
    if changes & OTHER_VALUES or call.unsure is not None or call.args:
        return ImageGenerator(call, None)
    return generator


def _from_directory(
    self: ImageGenerator,
    directory: Value,
    target_size: Value = (256, 256),
    color_mode: Value = "rgb",
    classes: Value = None,
    class_mode: Value = "categorical",
    batch_size: Value = 32,
    subset: Value = None,
) -> Dataset:
    x = self.standardize(image(target_size, color_mode)).changed(library="numpy")
    if class_mode == "input":
        return Dataset((x, x), ELEMENTS, size_of(batch_size))
    dataset = _as_generator(batches_of(x, class_mode, classes, batch_size))
    return dataset._replace(folder=None if classes is not None else Folder(directory, subset))


def _as_generator(dataset: Dataset) -> Dataset:
    element = dataset.element
    if type(element) is tuple and isinstance(element[1], Array):
        y = element[1]
        y = y.changed(shape=(BATCH,)) if y.encoding == "binary" else y
        element = (element[0], y.changed(library="numpy"))
    return dataset._replace(element=element)


def _from_frame(
    self: ImageGenerator,
    dataframe: Value,
    directory: Value = None,
    x_col: Value = "filename",
    y_col: Value = "class",
    target_size: Value = (256, 256),
    color_mode: Value = "rgb",
    classes: Value = None,
    class_mode: Value = "categorical",
    batch_size: Value = 32,
    subset: Value = None,
) -> Dataset:
    x = self.standardize(image(target_size, color_mode)).changed(library="numpy")
    if class_mode in {"raw", "multi_output"}:
        y = Array()
        if class_mode == "raw" and (isinstance(y_col, str) or is_list(y_col)):
            y = Array((BATCH,) if isinstance(y_col, str) else (BATCH, len(y_col)))
        return Dataset((x, y), ELEMENTS, size_of(batch_size))
    return _as_generator(batches_of(x, class_mode, classes, batch_size))


def _flow(
    self: ImageGenerator, x: Value, y: Value = None, batch_size: Value = 32, subset: Value = None
) -> Dataset:
    array = array_of(x)
    if array.rank not in {4, None}:
        raise RefusalError(
            "input-shape-differs-from-data",
            f"flow takes images with their channels, of 4 axes, and x has the shape "
            f"{shown(array.shape)}: it raises",
            "Add the channels of grey images: x[..., None].",
        )
    images = self.standardize(array)
    rows = rows_of(array, array.origin) if subset is None else None
    dims = None if images.shape is None else (BATCH, *images.shape[1:])
    batch = images.changed(shape=dims, dtype="float32", whole=False)
    samples = images.samples if images.shape else ELEMENTS
    if y is None:
        return Dataset(batch, samples, size_of(batch_size), rows=rows)
    labels = array_of(y)
    if labels.shape is not None:
        batch_of = labels.changed(shape=(BATCH, *labels.shape[1:]))
        labels = batch_of._replace(shares=labels.shares)
    return Dataset((batch, labels), samples, size_of(batch_size), rows=rows)


QUIET = words(
    "shuffle seed save_to_dir save_prefix save_format interpolation follow_links "
    "keep_aspect_ratio validate_filenames drop_duplicates"
)
METHODS: dict[str, Implementation] = {
    "flow_from_directory": _from_directory,
    "flow_from_dataframe": _from_frame,
    "flow": _flow,
    "fit": lambda self, x, augment=False, rounds=1: None,
}


def _method(value: ImageGenerator, name: str, call: Call) -> Value:
    kept = {key: one for key, one in call.kwargs.items() if key not in QUIET}
    if name == "flow_from_directory":
        takes = parameters(_from_directory)[1:]
        for key in [key for key in kept if key not in takes]:
            del kept[key]
            message, help_, _ = misnamed(name, key, takes)
            REFUSE.get()("unknown_field", message, call.key_places.get(key, call.place), help_)
    if "weight_col" in kept or "sample_weight" in kept:
        return Unknown("batches with weights")
    result = method(METHODS, value, name, call._replace(kwargs=kept))
    if not isinstance(result, Dataset):
        return result
    options = value.call.kwargs.items()
    changes = tuple(key for key, one in options if key in _RANDOM and _is_on(one))
    return result._replace(flow=Flow(value.call.place, call.place, changes))


_RANDOM = words(
    "brightness_range channel_shift_range height_shift_range horizontal_flip rotation_range "
    "shear_range vertical_flip width_shift_range zoom_range"
)
"""Arguments by which a generator changes each image at random."""


def _is_on(value: Value) -> bool:
    """Whether the value of an argument is known to change images."""
    return isinstance(value, List) or (isinstance(value, int | float | tuple) and bool(value))


KINDS[ImageGenerator] = Kind(method=_method)
