"""Folders of images and texts as data sets, and image generators."""

from kspec.code.data.array import PIXELS, Array, Dim, Limits, is_list, labels, one_hot
from kspec.code.data.columns import ALL, Columns
from kspec.code.data.context import RefusalError
from kspec.code.data.dataset import BATCH, ELEMENTS, Dataset, Folder
from kspec.code.data.literal import array_of
from kspec.code.data.origin import Rows, rows_of
from kspec.code.data.pictures import CHANNELS
from kspec.code.data.transfer import transfer
from kspec.code.values import List, Value
from kspec.spec.unknown import Unknown

FOLDERS = Unknown("the classes are the folders of the data", "classes")
SIZES = "the size of the images is not in the code"


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


def size_of(batch: Value) -> Dim:
    """The size of a batch."""
    return batch if isinstance(batch, int) else BATCH


def batches_of(x: Array, mode: Value, classes: Value, batch: Value) -> Dataset:
    """Batches with the targets of folders."""
    count = len(classes) if is_list(classes) and classes else None
    y = target(mode, count)
    element = x if y is None else (x, y)
    names: dict[str, Value] = {
        "class_names": FOLDERS.called("class_names") if count is None else List(classes),
        "num_classes": FOLDERS if count is None else count,
    }
    samples = Unknown('"samples" is in the data', "samples")
    return Dataset(element, samples, size_of(batch), names)


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
    dataset = batches_of(image(image_size, color_mode), mode, class_names, batch_size)
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
    return _of_folders(batches_of(x, mode, class_names, batch_size), batch_size, folder)


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
        return Dataset(x, ELEMENTS, size_of(batch_size))
    dims = None if goals.shape is None else (BATCH, *goals.shape[1:])
    batches = Dataset((x, goals.changed(shape=dims)), ELEMENTS, size_of(batch_size))
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
