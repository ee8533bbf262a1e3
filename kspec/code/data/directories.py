"""Folders of images and texts as data sets, and image generators."""

from kspec.code.data.array import PIXELS, Array, Dim, Limits, is_list, labels, one_hot, shown
from kspec.code.data.columns import ALL, Columns
from kspec.code.data.context import REFUSE, RefusalError
from kspec.code.data.dataset import BATCH, ELEMENTS, Dataset, Folder
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import Rows, rows_of
from kspec.code.data.pictures import CENTRED, CHANNELS
from kspec.code.data.transfer import Implementation, method, parameters, transfer
from kspec.code.keras.arguments import misnamed
from kspec.code.library import KINDS, Kind, LibraryFunction, find, function
from kspec.code.names import words
from kspec.code.values import Call, External, List, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

FOLDERS = Unknown("the classes are the folders of the data", "classes")
SIZES = "the size of the images is not in the code"
OTHER_VALUES = words(
    "featurewise_center samplewise_center featurewise_std_normalization "
    "samplewise_std_normalization zca_whitening brightness_range channel_shift_range cval"
)
"""Arguments of a generator after which the range of the values is unknown."""


def image(size: Value, color_mode: Value) -> Array:
    """A batch of images."""
    height, width = size if is_list(size) and len(size) == 2 else (None, None)
    channels = CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    dims = [
        dim if isinstance(dim, int | Unknown) else Unknown(SIZES, name)
        for name, dim in (("height", height), ("width", width), ("channels", channels))
    ]
    return Array((BATCH, *dims), "float32", PIXELS, library="tensorflow")


def target(mode: Value, classes: int | None) -> Array | Unknown | None:
    """A batch of targets; None where there are none."""
    count: Dim = FOLDERS if classes is None else classes
    if mode == "categorical":
        return one_hot((BATCH, count), "float32", count, library="tensorflow")
    facts: dict[str, Value] = {"library": "tensorflow"}
    if mode in {"int", "sparse"}:
        dtype = "int32" if mode == "int" else "float32"
        if classes is not None:
            return labels((BATCH,), classes, dtype, **facts)
        facts |= {"encoding": "categories", "classes": count}
        return Array((BATCH,), dtype, whole=True, **facts)
    if mode == "binary":
        facts["encoding"] = "binary"
        return Array((BATCH, 1), "float32", Limits(0, 1), whole=True, **facts)
    return None if mode is None else Unknown("how labels are given is not in the code")


def _size(batch: Value) -> Dim:
    return batch if isinstance(batch, int) else BATCH


def _dataset(x: Array, mode: Value, classes: Value, batch: Value) -> Dataset:
    count = len(classes) if is_list(classes) and classes else None
    y = target(mode, count)
    element = x if y is None else (x, y)
    names: dict[str, Value] = {
        "class_names": FOLDERS.called("class_names") if count is None else List(classes),
        "num_classes": FOLDERS if count is None else count,
    }
    samples = Unknown('"samples" is in the data', "samples")
    return Dataset(element, samples, _size(batch), names)


def _of_folders(dataset: Dataset, batch_size: Value, folder: Folder) -> Value:
    if batch_size is None:
        return Unknown("files without batches")
    parts = dataset._replace(rows=Rows()), dataset._replace(rows=Rows())
    return parts if folder.subset == "both" else parts[0]._replace(folder=folder)


@transfer(
    "keras.utils.image_dataset_from_directory",
    "keras.preprocessing.image_dataset_from_directory",
    "keras.preprocessing.image.image_dataset_from_directory",
    free=True,
)
def image_dataset(
    directory: Value,
    labels: Value = "inferred",
    label_mode: Value = "int",
    class_names: Value = None,
    color_mode: Value = "rgb",
    batch_size: Value = 32,
    image_size: Value = (256, 256),
    subset: Value = None,
    validation_split: Value = None,
    seed: Value = None,
) -> Value:
    """Images of folders, 0 to 255, in one size."""
    mode = None if labels is None else label_mode
    dataset = _dataset(image(image_size, color_mode), mode, class_names, batch_size)
    folder = Folder(directory, subset, validation_split, seed)
    return _of_folders(dataset, batch_size, folder)


@transfer(
    "keras.utils.text_dataset_from_directory",
    "keras.preprocessing.text_dataset_from_directory",
    free=True,
)
def text_dataset(
    directory: Value,
    labels: Value = "inferred",
    label_mode: Value = "int",
    class_names: Value = None,
    batch_size: Value = 32,
    subset: Value = None,
    validation_split: Value = None,
    seed: Value = None,
) -> Value:
    """Texts of folders."""
    x = Array((BATCH,), "string", library="tensorflow")
    mode = None if labels is None else label_mode
    folder = Folder(directory, subset, validation_split, seed)
    return _of_folders(_dataset(x, mode, class_names, batch_size), batch_size, folder)


class ImageGenerator(NamedTuple):
    """`ImageDataGenerator`: its effect on pixels."""

    call: Call
    factor: float | None
    """Factor of the pixels; None where their range is unknown."""

    preprocessing: LibraryFunction | None = None
    """Function that Keras applies to an image before it multiplies with the factor."""

    def standardize(self, images: Array) -> Array:
        """The images that the generator gives for these."""
        if self.preprocessing is not None:
            images = array_of(self.preprocessing(Call(self.call.place, (images,))))
        if self.factor is None or images.limits is None:
            return images.changed(limits=None)
        low, high = sorted(end * self.factor for end in images.limits[:2])
        scaled = images.changed(limits=Limits(low, high))
        return scaled._replace(places={"limits": self.call.place, **scaled.places})


@function(
    "keras.preprocessing.image.ImageDataGenerator", "keras_preprocessing.image.ImageDataGenerator"
)
def generator_of(call: Call) -> Value:
    """The generator of a call, with the arguments that move values in mind."""
    moves = any(
        name in OTHER_VALUES and value is not None and value is not False
        for name, value in call.kwargs.items()
    )
    rescale = plain(call.kwargs.get("rescale"))
    factor = 1 if rescale is None else rescale if isinstance(rescale, int | float) else None
    preprocessing = call.kwargs.get("preprocessing_function")
    name = preprocessing.name if isinstance(preprocessing, External) else ""
    known = find(name) if name else None
    if factor != 1 and name.split(".")[-2:-1] in ([one] for one in CENTRED):
        message = "preprocess_input scales the pixels itself, and rescale makes next to nothing of "
        message += "what it gives"
        place = call.place_of(None, "rescale")
        REFUSE.get()("input-not-normalized", message, place, "Leave rescale out.")
    if moves or call.unsure is not None or call.args or (preprocessing is not None) > bool(known):
        return ImageGenerator(call, None)
    return ImageGenerator(call, factor, known)


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
        return Dataset((x, x), ELEMENTS, _size(batch_size))
    dataset = _as_generator(_dataset(x, class_mode, classes, batch_size))
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
        return Dataset((x, y), ELEMENTS, _size(batch_size))
    return _as_generator(_dataset(x, class_mode, classes, batch_size))


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
        return Dataset(batch, samples, _size(batch_size), rows=rows)
    labels = array_of(y)
    if labels.shape is not None:
        batch_of = labels.changed(shape=(BATCH, *labels.shape[1:]))
        labels = batch_of._replace(shares=labels.shares)
    return Dataset((batch, labels), samples, _size(batch_size), rows=rows)


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
    return method(METHODS, value, name, call._replace(kwargs=kept))


KINDS[ImageGenerator] = Kind(method=_method)


@transfer(
    "keras.utils.timeseries_dataset_from_array",
    "keras.preprocessing.timeseries_dataset_from_array",
    free=True,
)
def windows(
    data: Value,
    targets: Value,
    sequence_length: Value,
    sequence_stride: Value = 1,
    sampling_rate: Value = 1,
    batch_size: Value = 128,
) -> Dataset:
    """Windows of a series with a target for each."""
    series, goals = array_of(data), None if targets is None else array_of(targets)
    length: Dim = Unknown("the length of a window", "length")
    if isinstance(sequence_length, int | Unknown):
        length = sequence_length
    shape = None if series.shape is None else (BATCH, length, *series.shape[1:])
    x = series.changed(shape=shape)
    if goals is None:
        return Dataset(x, ELEMENTS, _size(batch_size))
    dims = None if goals.shape is None else (BATCH, *goals.shape[1:])
    batches = Dataset((x, goals.changed(shape=dims)), ELEMENTS, _size(batch_size))
    (source, start), (other, place) = map(_start, (series, goals))
    after = place - start if source is other and _columns(series) == _columns(goals) else -1
    if sampling_rate == 1 and isinstance(length, int) and 0 <= after < length:
        message = "The target of each window is a value of it: the model reads the answer there"
        help_ = f"Begin the targets behind the first window: targets[{start + length}:]."
        raise RefusalError("target-among-inputs", message, help_, batches)
    return batches


def _start(series: Array) -> tuple[object, int]:
    """The rows of which a series is a slice, and the number of the first."""
    rows = rows_of(series, series.origin)
    if rows.cut is None or not isinstance(rows.cut.start, int | None):
        return rows, 0
    return rows.cut.source, rows.cut.start or 0


def _columns(series: Array) -> Columns:
    return ALL if series.origin is None else series.origin.columns


@transfer(
    "keras.preprocessing.sequence.TimeseriesGenerator",
    "keras_preprocessing.sequence.TimeseriesGenerator",
    free=True,
)
def timeseries_generator(
    data: Value,
    targets: Value,
    length: Value,
    sampling_rate: Value = 1,
    stride: Value = 1,
    batch_size: Value = 128,
) -> Dataset:
    """Windows of a series, batch by batch."""
    count = length
    if isinstance(length, int) and isinstance(sampling_rate, int) and sampling_rate > 0:
        count = len(range(0, length, sampling_rate))
    return windows(data, targets, count, 1, None, batch_size)
