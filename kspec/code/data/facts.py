"""Facts of the data of a `fit`, from the arrays that it gets."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose

from kspec.code.data.array import Array, is_list, known
from kspec.code.data.dataset import Dataset
from kspec.code.data.frames import Frame
from kspec.code.data.literal import plain
from kspec.code.values import Call, Dict, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.dtypes import DTYPES
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE

ENCODINGS = frozenset(("integer", "one_hot", "multi_hot", "binary", "continuous"))
ANSWERS = (0, 1)
VALIDATION = frozenset(("validation_data", "validation_split"))
NO_NUMBERS = frozenset(("object", "string"))


class FitData(NamedTuple):
    """Arrays of a fit by the names of inputs and outputs, and the number of samples."""

    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]
    samples: int | None


def only(arrays: Mapping[str, Array]) -> Array | None:
    """The array where there is one alone."""
    return next(iter(arrays.values())) if len(arrays) == 1 else None


def facts_of(
    fit: Call, inputs: Sequence[str], outputs: Sequence[str]
) -> tuple[dict[str, Value], dict[tuple[str, ...], Place]]:
    """The section ``data`` of a spec, as far as the arguments of a fit, by name, fix it, and the
    place of each fact by its path in the section. ``inputs`` and ``outputs`` are names in Keras's
    order, empty where they are not known.
    """
    section: dict[str, Value] = {}
    places: dict[tuple[str, ...], Place] = {}
    data = fit_data(fit, inputs, outputs)
    if data.samples is not None and data.samples > 0:
        section["samples"] = data.samples
        places["samples",] = _place(next(iter(data.inputs.values()), None), "shape", fit)
    if not VALIDATION & fit.kwargs.keys():
        section["validated"] = False
        places["validated",] = fit.place
    held_out = validation_of(fit, inputs, outputs)
    for side, names, find in (
        (data.inputs, inputs, input_facts),
        (data.targets, outputs, target_facts),
        ({} if held_out is None else held_out.inputs, inputs, _validation_facts),
    ):
        for name, array in side.items():
            for fact, source, value in find(array):
                alone = len(names) <= 1 and len(side) == 1
                if not name and not alone:  # one of several outputs of one layer
                    continue
                path = (fact,) if alone else (fact, name)
                places[path] = _place(array, source, fit)
                if alone:
                    section[fact] = value
                else:
                    section.setdefault(fact, {})[name] = value
    return section, places


def _place(array: Array | None, source: str, fit: Call) -> Place:
    return fit.place if array is None else array.places.get(source, fit.place)


def fit_data(fit: Call, inputs: Sequence[str], outputs: Sequence[str]) -> FitData:
    """The arrays that a fit gives to a network."""
    x, y = plain(fit.get(0, "x")), plain(fit.get(1, "y"))
    has_generator = x is None and "generator" in fit.kwargs
    x = plain(fit.kwargs["generator"]) if has_generator else x
    is_batches, samples = has_generator or isinstance(x, Dataset), None
    if isinstance(x, Dataset):
        # `fit` counts its batches by the size that is usual, which alone a spec would say
        samples = known(x.samples) if known(x.batch) == DEFAULT_BATCH_SIZE else None
        x, y = parts(x)
    arrays, goals = dict(_named(x, inputs)), dict(_named(y, outputs))
    if samples is None and not is_batches:
        samples = next((size for one in arrays.values() if (size := known(one.samples))), None)
    return FitData(arrays, goals, samples)


def parts(dataset: Dataset) -> tuple[Value, Value]:
    """The inputs and the targets of batches: Keras takes each element for one."""
    element = dataset.element
    if type(element) is tuple:
        x, y = (*element, None, None)[:2]
        return x, y
    return element, None


def _named(value: Value, names: Sequence[str]) -> Iterator[tuple[str, Array]]:
    """The arrays of an argument by the names that they are for."""
    if isinstance(value, Dict):
        for name, one in value.items.items():
            if isinstance(name, str) and (not names or name in names):
                yield from _named(one, [name])
    elif is_list(value):
        arrays = [_array(one) for one in value]
        if all(one is not None for one in arrays) and len(arrays) == len(names):
            yield from ((name, one) for name, one in zip(names, arrays, strict=True) if one)
    else:
        array = _array(value)
        if array is not None and len(names) <= 1:
            yield (names[0] if names else ""), array


def _array(value: Value) -> Array | None:
    array = value.values() if isinstance(value, Frame) else value
    return array if isinstance(array, Array) else None


def _sample(array: Array) -> list[int | None] | None:
    """The shape of one sample, None for sizes that are unknown."""
    return [known(dim) for dim in array.shape[1:]] if array.shape else None


def _range(array: Array) -> list[float] | None:
    """The limits of values that differ: those of one value hold a place for other ones."""
    limits = array.limits
    if limits is None or limits.low == limits.high:
        return None
    ends = [(one, one if isinstance(one, int) else float(f"{one:.6g}")) for one in limits[:2]]
    return [near if isclose(one, near, rel_tol=1e-11) else one for one, near in ends]


def input_facts(array: Array) -> Iterator[tuple[str, str, Value]]:
    """The facts of ``data`` that an input shows, each with that of the array that it is from."""
    shape, limits = _sample(array), _range(array)
    if array.dtype == "object":
        yield "input_dtype", "dtype", "object"
        if array.whole:  # lists of numbers, of several lengths
            yield "input_shape", "shape", [None]
        return
    if shape is not None:
        yield "input_shape", "shape", shape
    if array.dtype in DTYPES:
        yield "input_dtype", "dtype", array.dtype
    if limits is not None and array.dtype != "string":
        yield "input_range", "limits", limits


def _validation_facts(array: Array) -> Iterator[tuple[str, str, Value]]:
    limits = _range(array)
    if limits is not None and array.dtype not in NO_NUMBERS:
        yield "validation_range", "limits", limits


def target_facts(array: Array) -> Iterator[tuple[str, str, Value]]:
    """Yield the facts of a target."""
    if array.dtype in NO_NUMBERS:
        return
    shape, limits, encoding = _sample(array), _range(array), encoding_of(array)
    if shape is not None:
        yield "target_shape", "shape", shape
    if limits is not None:
        yield "target_range", "limits", limits
    if encoding is not None:
        yield "target_encoding", "encoding", encoding
    classes = known(array.classes)
    if classes is not None and classes > 0 and encoding in {"integer", "one_hot"}:
        yield "classes", "classes", classes


def encoding_of(array: Array) -> str | None:
    """Encoding of labels, where the code fixes it."""
    if array.signed:
        return "continuous"
    if array.encoding in ENCODINGS and (array.encoding != "one_hot" or array.rank != 1):
        return array.encoding
    limits, shape = array.limits, array.shape
    single = shape is not None and (len(shape) == 1 or (len(shape) == 2 and known(shape[1]) == 1))
    if limits is not None and single and array.whole and limits[:2] == ANSWERS:
        return "binary"
    return None


def validation_of(fit: Call, inputs: Sequence[str], outputs: Sequence[str]) -> FitData | None:
    """The arrays that a fit validates on; None where there are none, or they are unknown."""
    value = plain(fit.kwargs.get("validation_data"))
    if isinstance(value, Dataset):
        x, y = parts(value)
    elif is_list(value) and len(value) in {2, 3}:
        x, y = value[0], value[1]
    else:
        return None
    arrays = dict(_named(x, inputs))
    samples = next((size for one in arrays.values() if (size := known(one.samples))), None)
    return FitData(arrays, dict(_named(y, outputs)), samples)
