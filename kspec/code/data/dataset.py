"""`tf.data.Dataset` and similar inputs of Keras: elements, and their batches."""

from collections.abc import Callable, Mapping

from kspec.code.data.array import Array, Dim, is_list, known
from kspec.code.data.context import INVOKE
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.functions import cast
from kspec.code.data.indexing import CLASS_NUMBERS, SOME_CLASSES, sliced
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import Rows, rows_of
from kspec.code.data.shapes import dims_of
from kspec.code.data.transfer import Implementation, finished, method, transfer
from kspec.code.items import MIXED, alike
from kspec.code.iterators import items_of
from kspec.code.library import KINDS, Kind, function
from kspec.code.values import Call, Dict, Place, Rest, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

BATCH = Unknown("the size of a batch", "batch")
ELEMENTS = Unknown("how many elements there are is not in the code", "samples")

ENDLESS = Unknown("the data is repeated without an end", "samples")


class Folder(NamedTuple):
    """Folder of which a data set has all, or the part that Keras splits off."""

    path: Value
    subset: Value = None
    share: Value = None
    seed: Value = None


class Flow(NamedTuple):
    """Images of a generator, with the names of its arguments that change them at random."""

    generator: Place
    place: Place
    changes: tuple[str, ...]


class Dataset(NamedTuple):
    """Elements that come one after the other: arrays, or tuples and dictionaries of them.

    ``samples`` is the number of all samples, ``batch`` the size of a batch where the elements are
    batches.
    """

    element: Value
    samples: Dim = ELEMENTS
    batch: Dim | None = None
    attributes: Mapping[str, Value] = {}
    folder: Folder | None = None
    rows: Rows | None = None
    """The samples that it gives, where they are told from others."""
    flow: Flow | None = None

    def placed(self, place: Place | None) -> "Dataset":
        """The data set with a place for each fact that has none."""
        return self._replace(element=each(self.element, lambda one: one.placed(place)))


def each(value: Value, change: Callable[[Array], Value]) -> Value:
    """A structure with every array in it changed."""
    if isinstance(value, Array):
        return change(value)
    if type(value) is tuple:
        return tuple(each(one, change) for one in value)
    if isinstance(value, Dict):
        return Dict({key: each(one, change) for key, one in value.items.items()}, rest=value.rest)
    return value


def arrays_in(value: Value) -> Value:
    """Convert the lists of a structure to arrays."""
    if type(value) is tuple:
        return tuple(arrays_in(one) for one in value)
    if isinstance(value, Dict):
        return Dict({key: arrays_in(one) for key, one in value.items.items()}, rest=value.rest)
    return array_of(value)


def sample_of(array: Array) -> Array:
    """Facts of a sample of an array, without its first axis."""
    shape = array.shape[1:] if array.shape else None
    return array.changed(shape=shape, library="tensorflow")


def _first(value: Value) -> Array | None:
    parts = tuple(value.items.values()) if isinstance(value, Dict) else value
    if type(parts) is tuple:
        return next((first for one in parts if (first := _first(one)) is not None), None)
    return parts if isinstance(parts, Array) else None


@transfer("tensorflow.data.Dataset.from_tensor_slices", free=True)
def from_tensor_slices(tensors: Value) -> Dataset:
    """The samples of arrays as elements."""
    value = arrays_in(tensors)
    first = _first(value)
    samples = first.samples if first is not None and first.shape else ELEMENTS
    rows = None if first is None else rows_of(first, first.origin)
    return Dataset(each(value, sample_of), samples, rows=rows)


@transfer("tensorflow.data.Dataset.from_tensors", free=True)
def from_tensors(tensors: Value) -> Dataset:
    """All as one element."""
    return Dataset(each(arrays_in(tensors), lambda one: one.changed(library="tensorflow")))


@transfer("tensorflow.data.TFRecordDataset", "tensorflow.data.Dataset.list_files", free=True)
def texts(filenames: Value = None, file_pattern: Value = None) -> Dataset:
    """The records of files, or their names."""
    return Dataset(Array((), "string", library="tensorflow"))


@function("tensorflow.data.Dataset.from_generator")
def _generated(call: Call) -> Dataset:
    """The elements of a generator, in the shapes and dtypes that the call declares."""
    declared = plain(call.get(4, "output_signature"))
    if declared is None:
        shapes = plain(call.get(2, "output_shapes"))
        declared = _declared(plain(call.get(1, "output_types")), shapes)
    args = items_of(call.get(3, "args", ()), call)
    known_args = () if isinstance(args, Unknown) else args
    unsure = args if isinstance(args, Unknown) else None
    results = INVOKE.get()(call.get(0, "generator"), Call(call.place, known_args, unsure=unsure))
    items = items_of(results, call)
    yielded = items.item if isinstance(items, Rest) else MIXED
    if not isinstance(items, Unknown):
        yielded = alike(items)
    return Dataset(_shown(declared, arrays_in(yielded))).placed(call.place)


def _declared(types: Value, shapes: Value) -> Value:
    """The tensors of ``output_types`` and ``output_shapes``."""
    if is_list(types):
        several = shapes if is_list(shapes) and len(shapes) == len(types) else [None] * len(types)
        return tuple(map(_declared, types, several))
    sizes = [BATCH if size is None else size for size in shapes] if is_list(shapes) else None
    return Array(dims_of(sizes), dtype_named(types), library="tensorflow")


def _shown(declared: Value, yielded: Value) -> Value:
    """Declared tensors with the facts of those values that the generator yields."""
    if type(declared) is tuple:
        same = type(yielded) is tuple and len(yielded) == len(declared)
        return tuple(map(_shown, declared, yielded if same else [None] * len(declared)))
    if isinstance(declared, Dict):
        values = yielded.items if isinstance(yielded, Dict) else {}
        return Dict({key: _shown(one, values.get(key)) for key, one in declared.items.items()})
    if not isinstance(declared, Array) or not isinstance(yielded, Array):
        return declared
    shape = yielded.shape if declared.shape is None else declared.shape
    if yielded.shape is not None and shape is not None and len(shape) == len(yielded.shape):
        pairs = zip(shape, yielded.shape, strict=True)
        shape = tuple(one if known(one) is not None else other for one, other in pairs)
    kept = cast(yielded, declared.dtype) if declared.dtype else yielded
    return kept.changed(shape=shape, library="tensorflow", reason=None)


@transfer("tensorflow.data.Dataset.zip", free=True)
def zipped(datasets: Value) -> Dataset | Unknown:
    """Elements of several as tuples."""
    parts = datasets if is_list(datasets) else ()
    if not parts or not all(isinstance(one, Dataset) for one in parts):
        return Unknown("the data sets that are zipped are not in the code")
    return Dataset(tuple(one.element for one in parts), parts[0].samples, parts[0].batch)


def _batch(self: Dataset, batch_size: Value, drop_remainder: Value = False) -> Dataset:
    if self.batch is not None:  # rows of one length, or a batch too many
        self = Dataset(self.element)
    size: Dim = batch_size if isinstance(batch_size, int | Unknown) else BATCH
    whole = isinstance(size, int) and size == known(self.samples)
    inner = size if drop_remainder is True or whole else BATCH
    element = each(
        self.element,
        lambda one: one if one.shape is None else one.changed(shape=(inner, *one.shape)),
    )
    return self._replace(element=element, batch=size)


def _unbatch(self: Dataset) -> Dataset:
    if self.batch is None:
        return Dataset(Unknown("the elements are not batches"))
    return self._replace(element=each(self.element, sample_of), batch=None)


def _cut(self: Dataset, key: slice) -> Dataset:
    """The elements of a slice."""
    size = sliced(self.samples, key) if self.batch is None else ELEMENTS
    rows = None if self.rows is None else self.rows.sliced(key, self.batch)
    return self._replace(samples=size, rows=rows, folder=None)


def _unknown_part(self: Dataset) -> Dataset:
    return self._replace(samples=ELEMENTS, rows=None, folder=None)


def _filtered(self: Dataset) -> Dataset:
    """Elements that are chosen by a function, also by their class."""
    parts = self.element if type(self.element) is tuple else (self.element,)
    elements = tuple(
        one.changed(**SOME_CLASSES) if getattr(one, "encoding", None) in CLASS_NUMBERS else one
        for one in parts
    )
    element = elements if type(self.element) is tuple else elements[0]
    return _unknown_part(self)._replace(element=element)


def _mapped(value: Dataset, call: Call) -> Value:
    function = call.get(0, "map_func")
    parts = value.element if type(value.element) is tuple else (value.element,)
    result = INVOKE.get()(function, call._replace(args=parts, kwargs={}, places={}, key_places={}))
    element = finished(plain(result), call.place)
    return value._replace(element=tuple(element) if isinstance(element, list) else element)


def _flattened(value: Dataset, call: Call) -> Value:
    """The elements of the data sets that a function gives, one after the other."""
    inner = _mapped(value, call)
    if not isinstance(inner, Dataset) or not isinstance(inner.element, Dataset):
        return Unknown("what is made of each window is not in the code", place=call.place)
    return Dataset(inner.element.element)


METHODS: dict[str, Implementation] = {
    "batch": _batch,
    "unbatch": _unbatch,
    "window": lambda self, size, shift=None, stride=1, drop_remainder=False: Dataset(
        self._replace(samples=size if type(size) is int and drop_remainder is True else ELEMENTS)
    ),
    "take": lambda self, count: _cut(self, slice(count)),
    "skip": lambda self, count: _cut(self, slice(count, None)),
    "filter": lambda self, predicate: _filtered(self),
    "repeat": lambda self, count=None: self._replace(samples=ELEMENTS if count else ENDLESS),
    "concatenate": lambda self, dataset: _unknown_part(self)._replace(
        element=alike((self.element, getattr(dataset, "element", MIXED)))
    ),
    "shard": lambda self, num_shards, index: _unknown_part(self),
    "as_numpy_iterator": lambda self: self,
    "next": lambda self: self.element,
}
SAME = frozenset(("shuffle", "cache", "prefetch", "with_options", "snapshot", "ignore_errors"))
OPTIONS = frozenset(("num_parallel_calls", "deterministic", "name", "seed", "padded_shapes"))


def _method(value: Dataset, name: str, call: Call) -> Value:
    if name in SAME:
        return value
    if name == "map":
        return _mapped(value, call)
    if name == "flat_map":
        return _flattened(value, call)
    if name == "apply":
        function = call.get(0, "transformation_func")
        return INVOKE.get()(function, Call(call.place, (value,)))
    kept = {key: one for key, one in call.kwargs.items() if key not in OPTIONS}
    return method(METHODS, value, name, call._replace(kwargs=kept))


def _attribute(value: Dataset, name: str, place: Place) -> Value:
    if name in value.attributes:
        return value.attributes[name]
    if name in {"n", "samples"}:  # those of the iterators of ImageDataGenerator
        return value.samples
    return Unknown(f'"{name}" is in the data', place=place).called(name)


KINDS[Dataset] = Kind(
    _attribute,
    _method,
    items=lambda value: Rest(Unknown("the elements of a data set"), value.element),
    length=lambda value: Unknown("the batches are not counted", "steps"),
    subscript=lambda value, key, place: value.element,
)
