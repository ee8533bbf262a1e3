"""Splits of scikit-learn: the sizes of the parts, and the rows of each."""

import math
from collections.abc import Iterator, Sequence

from kspec.code.data import frames
from kspec.code.data.array import Array, Dim, Limits, known
from kspec.code.data.context import REFUSE
from kspec.code.data.frames import LEFT, Frame, part_of
from kspec.code.data.gaps import AT_RANDOM
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import Origin, Rows, Split, repeated, repeats, rows_of
from kspec.code.data.shares import EVENLY, shares_of
from kspec.code.data.transfer import finished, transfer
from kspec.code.library import KINDS, Kind, function
from kspec.code.values import Call, List, Rest, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

PER_CLASS = 20
"""Samples of each class, on average, from which on no class is likely to be missing in a part."""
MOST_FOLDS = 50
SIZES = ("test_size", "train_size", "random_state", "shuffle", "stratify")


def _split(call: Call) -> object:
    """Identity of a split, which both parts have."""
    test, train = call.kwargs.get("test_size"), call.kwargs.get("train_size")
    if type(test) is float and train is None:
        return Split(test, call.key_places.get("test_size"))
    if type(train) is float and test is None:
        return Split(1 - train, call.key_places.get("train_size"))
    return object()


@function("sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split")
def train_test_split(call: Call) -> Value:
    """Two parts of each array, the samples in random order."""
    if call.unsure is not None:
        return call.unsure
    if any(name not in SIZES for name in call.kwargs) or not call.args:
        return Unknown("kspec does not follow this split", place=call.place)
    values = [_rows_of(plain(value)) for value in call.args]
    if call.kwargs.get("shuffle") is False:
        _check_order(values, call)
    elif repeats(values[0]) and all(repeats(one) or _are_labels(one) for one in values):
        message = "Some samples come several times: the test has copies of what is trained on"
        help_ = "Split first, and repeat samples of the training data alone."
        REFUSE.get()("test-overlap", message, call.place, help_)
    total = next((size for value in values if known(size := value.samples) is not None), None)
    total = values[0].samples if total is None else total
    train, test = parts(total, call.kwargs.get("test_size"), call.kwargs.get("train_size"))
    result: list[Value] = []
    rows: dict[Rows, tuple[Rows, Rows]] = {}
    split = _split(call)
    in_order = call.kwargs.get("shuffle") is False
    first, last = (slice(train), slice(train, None)) if in_order else (AT_RANDOM, None)
    for argument, value in zip(call.args, values, strict=True):
        if isinstance(argument, List) and isinstance(argument.rest, Rest) and not argument.items:
            result += [argument.copied(call.place), argument.copied(call.place)]  # lists, too
        else:
            pair = (part(value, train, first), part(value, test, last))
            result += _aligned(value, pair, rows, split)
    return finished(tuple(result), call.place)


def _are_labels(value: Array | Frame) -> bool:
    """Whether the shares of all classes are known: samples of one class are alike in them."""
    return isinstance(value, Array) and shares_of(value) is not None


def _check_order(values: Sequence[Array | Frame], call: Call) -> None:
    """Report labels class after class of which the last ones become the test part."""
    arrays = [one for one in values if isinstance(one, Array) and one.grouped]
    if any(one.encoding in {"binary", "integer", "one_hot"} for one in arrays):
        message = "The samples stand class after class, "
        message += "and without a shuffle one part lacks classes"
        help_ = "Leave shuffle=False out, and give stratify=y."
        place = call.key_places.get("shuffle", call.place)
        REFUSE.get()("sorted-validation-split", message, place, help_)


def _aligned(
    value: Array | Frame,
    parts_: tuple[Array | Frame, Array | Frame],
    rows: dict[Rows, tuple[Rows, Rows]],
    split: object,
) -> Iterator[Array | Frame]:
    """Both parts of an array, with the rows that the parts of other arrays of a split have, too,
    and with one start for both where it is unknown which scalers the array went through.
    """
    origin = Origin(rows_of(value, None)) if value.origin is None else value.origin
    pair = (Rows(origin.rows, split, 0), Rows(origin.rows, split, 1))
    pair = rows.setdefault(origin.rows, pair)
    start = ("?", object())
    for part_, one in zip(parts_, pair, strict=True):
        known_as = origin._replace(rows=one)
        if isinstance(part_, Array):
            yield part_._replace(
                origin=known_as, scaled=(start,) if part_.scaled is None else part_.scaled
            )
        else:
            yield part_._replace(origin=known_as)


def _rows_of(value: Value) -> Array | Frame:
    return value if isinstance(value, Frame) else array_of(value)


def parts(total: Dim, test_size: Value, train_size: Value) -> tuple[Dim, Dim]:
    """Numbers of samples in the two parts of a split."""
    why = "the rows of a part of the data"
    open_parts = (Unknown(why, "samples"), Unknown(why, "samples"))
    if any(isinstance(size, Unknown) for size in (total, test_size, train_size)):
        count = test_size if _is_count(test_size) else open_parts[1]
        first = train_size if _is_count(train_size) else open_parts[0]
        return first, count
    sizes = (total, test_size or 0, train_size or 0)
    if not isinstance(total, int) or not all(isinstance(size, int | float) for size in sizes):
        return open_parts
    if test_size is None and train_size is None:
        test_size = 0.25
    test = None if test_size is None else _count(test_size, total, math.ceil)
    train = None if train_size is None else _count(train_size, total, math.floor)
    if test is None and train is not None:
        test = total - train
    if train is None and test is not None:
        train = total - test
    return train or 0, test or 0


def _is_count(size: Value) -> bool:
    return isinstance(size, int) and not isinstance(size, bool)


def _count(size: float, total: int, rounding: Value) -> int:
    return size if isinstance(size, int) else int(rounding(total * size))


def part(value: Array | Frame, count: Dim, key: object = None) -> Array | Frame:
    """Part of the samples, ``count`` of them: those of a key, or random ones."""
    if isinstance(value, Frame):
        return frames.rows(value, count, key)
    if not value.shape:
        return value._replace()  # an array of its own
    classes = known(value.classes)
    sure = classes is not None and isinstance(count, int) and count >= PER_CLASS * classes
    kept = value if sure else part_of(value)
    gaps = value.gaps and value.gaps.of_rows(key)
    shares = None if value.grouped and isinstance(key, slice) else value.shares
    return kept.changed(shape=(count, *value.shape[1:]))._replace(gaps=gaps, shares=shares)


class Folds(NamedTuple):
    """`KFold` and its like: ``equal`` where every fold is as large as the others, ``shares`` where
    the test and the training have sizes of their own.
    """

    count: Value
    equal: bool = True
    shares: tuple[Value, Value] | None = None


@transfer(
    *("sklearn.model_selection.ShuffleSplit", "sklearn.model_selection.StratifiedShuffleSplit"),
    free=True,
)
def shuffle_split(n_splits: Value = 10, test_size: Value = None, train_size: Value = None) -> Folds:
    """Several splits of the same data, each at random."""
    test_size = 0.1 if test_size is train_size is None else test_size
    return Folds(n_splits, equal=False, shares=(test_size, train_size))


@transfer("sklearn.model_selection.KFold", "sklearn.model_selection.StratifiedKFold", free=True)
def k_fold(n_splits: Value = 5) -> Folds:
    """Several splits of the same data."""
    return Folds(n_splits)


@transfer("sklearn.model_selection.TimeSeriesSplit", free=True)
def time_series_split(n_splits: Value = 5) -> Folds:
    """Several splits, each of which trains on all that is before its test."""
    return Folds(n_splits, equal=False)


def _method(value: Folds, name: str, call: Call) -> Value:
    if name == "get_n_splits":
        return value.count
    few = isinstance(value.count, int) and (value.shares is None) < value.count <= MOST_FOLDS
    if name != "split" or not few or not call.args:
        return Unknown("kspec does not follow this of a split", place=call.place)
    total = _rows_of(plain(call.args[0])).samples
    whole = value.equal and isinstance(total, int) and total % value.count == 0
    test: Dim = Unknown("the rows of a fold", "samples")
    train: Dim = Unknown("the rows of the other folds", "samples")
    if whole and isinstance(total, int):
        test, train = total // value.count, total - total // value.count
    if value.shares is not None:
        train, test = parts(total, *value.shares)
    limits = Limits(0, total - 1) if isinstance(total, int) else None
    pair = tuple(Array((one,), "int64", limits, whole=True, shares=EVENLY) for one in (train, test))
    return (pair,) * value.count


KINDS[Folds] = Kind(method=_method)


@function("sklearn.utils.resample")
def resample(call: Call) -> Value:
    """Samples that are drawn at random, again and again but for ``replace=False``."""
    if call.unsure is not None or "stratify" in call.kwargs:
        return Unknown("kspec does not follow this sample", place=call.place)
    count, again = call.kwargs.get("n_samples"), call.kwargs.get("replace", True) is True
    drawn = []
    for value in (_rows_of(plain(one)) for one in call.args):
        one = part(value, value.samples if count is None else LEFT)
        drawn.append(one._replace(origin=repeated()) if again else one)
    return finished(drawn[0] if len(drawn) == 1 else tuple(drawn), call.place)


@function("sklearn.utils.shuffle")
def shuffle(call: Call) -> Value:
    """Return the same samples in another order."""
    rows = [_rows_of(plain(value)) for value in call.args]
    values = tuple(
        one.changed(grouped=False) if isinstance(one, Array) else frames.mixed(one) for one in rows
    )
    return values[0] if len(values) == 1 else values
