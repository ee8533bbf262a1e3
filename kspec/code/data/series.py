"""Methods of pandas columns that arrays lack."""

from kspec.code.data import functions, reductions
from kspec.code.data.array import INSIDE, Array, Limits, is_list, known, truths
from kspec.code.data.context import INVOKE
from kspec.code.data.frames import LEFT, Frame, fresh
from kspec.code.data.gaps import SHIFTS, Gaps, left_by, note_filled
from kspec.code.data.literal import array_of, plain
from kspec.code.data.transfer import Implementation, finished, method, transfer
from kspec.code.library import KINDS, Kind
from kspec.code.names import words
from kspec.code.unknown_numbers import Index, Number
from kspec.code.values import Call, Dict, Function, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

_OF_NUMBERS = words(
    "abs float int len round numpy.exp numpy.log numpy.log1p numpy.sqrt pandas.to_numeric"
)
"""Functions that give a number for each value."""


def mapped(self: Array, arg: Value = None) -> Array:
    """Values by a dictionary that is written out: numbered categories, for numbers from 0."""
    if not isinstance(arg, Dict):
        return _applied(self, arg)
    values = list(arg.items.values()) if arg.rest is None else []
    if not values or not all(isinstance(one, int | float) for one in values):
        return self.without_values().changed(dtype=None, whole=False)
    limits = Limits(min(values), max(values))
    whole = all(float(one).is_integer() for one in values)
    numbered = whole and sorted(set(values)) == list(range(len(set(values)))) and len(values) > 1
    count = len(set(values))
    encoding = ("binary" if count == 2 else "integer") if numbered else None
    facts = {"encoding": encoding, "classes": count if numbered else None, "origin": self.origin}
    return self.changed(dtype=None, limits=limits, whole=whole, **facts)


def _applied(self: Array, function: Value) -> Array:
    """Results of a function of the program, one for each value."""
    new = self.without_values().changed(dtype=None, whole=False, nested=True, grouped=False)
    if not isinstance(function, Function):
        is_number = getattr(function, "name", None) in _OF_NUMBERS
        return new.changed(nested=False) if is_number else new
    cell = INSIDE if self.dtype != "string" else Array((), "string")
    each = plain(INVOKE.get()(function, Call(function.place or function.node, (cell,))))
    if not isinstance(each, int | float | Number):
        return new
    if not isinstance(each, int | float | Index):
        return new.changed(nested=False)
    number = array_of(each)
    limits = None if number.limits is None else number.limits._replace(exact=False)
    return new.changed(limits=limits, whole=number.whole, nested=False)


def replaced(self: Array, to_replace: Value = None, value: Value = None) -> Array:
    """Replace values by others."""
    if value is None and isinstance(to_replace, Dict):
        of_texts = self.scaled == () and all(isinstance(one, str) for one in to_replace.items)
        if of_texts or self.dtype in {"object", "string"}:
            return mapped(self, to_replace)
    texts = is_list(to_replace) and all(isinstance(one, str) for one in to_replace)
    if texts and is_list(value) and len(value) == len(to_replace):
        return mapped(self, Dict(dict(zip(to_replace, value, strict=True))))
    return self.without_values().changed(dtype=None, whole=False)


def _moved(self: Array) -> Array:
    """Numbers of the same samples, of which the first are missing."""
    return self.without_values().changed(dtype=None, whole=False, grouped=False)


@transfer("pandas.factorize", free=True)
def factorized(values: Value) -> tuple[Array, Array]:
    """The numbers of categories, and the categories."""
    array = array_of(values)
    return reductions.numbered(array), reductions.different(array)


@transfer("pandas.cut")
def cut(
    x: Value, bins: Value, right: Value = True, labels: Value = None, include_lowest: Value = False
) -> Array:
    """The numbers of bins, or their labels, where these are numbers."""
    count = len(bins) - 1 if is_list(bins) else bins
    return _binned(array_of(x), count, labels, exact=False)


@transfer("pandas.qcut")
def quantile_cut(x: Value, q: Value, labels: Value = None, duplicates: Value = "raise") -> Array:
    """The numbers of bins that hold as many samples each, or their labels."""
    count = len(q) - 1 if is_list(q) else q
    return _binned(array_of(x), count, labels, exact=duplicates == "raise")


def _binned(array: Array, count: Value, labels: Value, *, exact: bool) -> Array:
    numbers = array_of(range(count) if labels is False and type(count) is int else labels)
    binned = array.without_values().changed(dtype=None, library="pandas", whole=False)
    if numbers.numbers is None or len(numbers.numbers) < 2:
        return binned
    kept = mapped(array, Dict(dict(enumerate(numbers.numbers))))
    limits = kept.limits and kept.limits._replace(exact=exact)
    return kept._replace(limits=limits, library="pandas")


class Groups(NamedTuple):
    """Rows of a column or a table in windows or groups, and the missing values that windows of a
    size leave in each column.
    """

    of: Array | Frame
    gaps: Gaps | None


def _of_groups(value: Groups, name: str, call: Call) -> Value:
    if name in _OF_WINDOWS and isinstance(value.of, Array):
        return finished(_moved(value.of)._replace(gaps=value.gaps), call.place)
    if name in _OF_WINDOWS and isinstance(value.of, Frame) and value.gaps is not None:
        rest = Array(gaps=value.gaps)
        return fresh(value.of._replace(cells={}, rest=rest)).placed(call.place)
    return Unknown(f'kspec does not follow "{name}" of groups', place=call.place)


_OF_WINDOWS = frozenset(("apply", "max", "mean", "median", "min", "quantile", "std", "sum", "var"))
KINDS[Groups] = Kind(
    method=_of_groups, subscript=lambda value, key, place: value._replace(gaps=None)
)
_METHOD = KINDS[Array].method


def array_method(value: Array, name: str, call: Call) -> Value:
    """The value of a method of a column or an array."""
    if name in {"ewm", "expanding", "rolling"}:
        return Groups(value, left_by(name, call) if name == "rolling" else None)
    if value.library == "pandas" and name in _OF_COLUMNS:
        note_filled(name, call, [value.gaps])
        result = method(_OF_COLUMNS, value, name, call)
    else:
        result = _METHOD(value, name, call)
    if name in SHIFTS and isinstance(result, Array):
        return result._replace(gaps=left_by(name, call))
    return result


class Categories(NamedTuple):
    """Categories of a column: ``pandas.Categorical``, or what ``cat`` of a column gives."""

    of: Array


def _category(value: Categories, name: str, place: Place) -> Value:
    if name == "codes":
        return finished(reductions.numbered(value.of, None), place)
    return Unknown("the categories are in the data", "categories", place)


KINDS[Categories] = Kind(_category)
transfer("pandas.Categorical", free=True)(lambda values: Categories(array_of(values)))


class Texts(NamedTuple):
    """Texts of a column, which ``str`` gives."""

    of: Array


def _of_texts(value: Texts, name: str, call: Call) -> Value:
    if name in _TESTS:
        return finished(truths(value.of), call.place)
    if name in _COUNTS:
        return finished(value.of.without_values().changed(dtype=None, limits=None), call.place)
    if name in _WORDINGS:
        return finished(Array(value.of.shape, value.of.dtype, library="pandas"), call.place)
    return Unknown(f'kspec does not follow "{name}" of texts', place=call.place)


_TESTS = words("contains endswith fullmatch isalpha isdecimal isdigit isnumeric match startswith")
_COUNTS = words("count find len")
_WORDINGS = words("capitalize lower lstrip normalize replace rstrip strip title upper")
KINDS[Texts] = Kind(method=_of_texts)
_OF_COLUMNS: dict[str, Implementation] = {
    "map": mapped,
    **dict.fromkeys(("apply", "transform"), lambda self, func=None: mapped(self, func)),
    "replace": replaced,
    "unique": reductions.different,
    "mode": reductions.modes,
    "nunique": lambda self: reductions.different(self).samples,
    "to_list": functions.listed,
    "fillna": lambda self, value=None, method=None: self.without_values(),
    "interpolate": lambda self, method=None, axis=0, limit=None, limit_direction=None: (
        self.without_values()
    ),
    **dict.fromkeys(("bfill", "ffill"), lambda self, limit=None: self.without_values()),
    **dict.fromkeys(("mask", "where"), lambda self, cond, other=None: _moved(self)),
    "rank": lambda self, method=None, pct=False: _moved(self),
    "clip": lambda self, lower=None, upper=None: functions.clipped(self, lower, upper),
    "dropna": lambda self: self.changed(shape=(LEFT,)),
    "isin": lambda self, values: truths(self),
    **dict.fromkeys(("isnull", "isna", "notnull", "notna"), truths),
    "factorize": factorized,
    "reset_index": lambda self, drop=False: (
        self if drop is True else Unknown("a frame of the index and a column")
    ),
    "sample": lambda self, n=None, frac=None, random_state=None: (
        self if frac == 1 else self.changed(shape=(LEFT,))
    ),
    "head": lambda self, n=5: self.changed(
        shape=(min(n, known(self.samples)) if known(self.samples) is not None else LEFT,)
    ),
    "abs": functions.absolute,
    **dict.fromkeys(SHIFTS, lambda self, periods=1: _moved(self)),
}
