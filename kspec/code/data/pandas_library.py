"""Functions of pandas: reading tables, selecting rows and columns, encoding categories."""

from collections.abc import Callable, Sequence
from functools import partial

from kspec.code.data import array_kind, frames, functions, series, tables
from kspec.code.data.array import NAMES, Array, Dim, are_names, is_list, is_whole, same
from kspec.code.data.context import INVOKE
from kspec.code.data.dtypes import dtype_named
from kspec.code.data.frame_methods import (
    CHOSEN,
    COLUMN_METHODS,
    changed,
    revalued,
    some_columns,
)
from kspec.code.data.frames import LEFT, Frame
from kspec.code.data.gaps import SHIFTS, left_by, note_filled
from kspec.code.data.indexing import COLUMNS, sliced
from kspec.code.data.literal import plain
from kspec.code.data.merging import one_table
from kspec.code.data.origin import is_all, repeated
from kspec.code.data.transfer import REFUSED, Implementation, finished, method
from kspec.code.library import KINDS, Changed, Kind
from kspec.code.names import words
from kspec.code.values import Call, External, List, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown, UnknownValueError

MASKED = Unknown("how many rows a condition chooses is not in the code", "samples")


class Locator(NamedTuple):
    """``iloc``, ``loc``, ``at`` or ``iat`` of a frame or a column, or ``ix`` of former pandas."""

    of: Frame | Array | Unknown
    name: str


def unknown_frame(value: Unknown, names: Sequence[Value] | None = None) -> Frame:
    """A table of which nothing is known, or the names of its columns alone."""
    samples = value.called("samples")
    return Frame(samples) if names is None else frames.frame_of(names, samples)


def _at_end(self: Frame, key: slice) -> Frame:
    """The first or the last rows."""
    return frames.rows(self, sliced(self.samples, key), key)


def _drop(
    self: Frame,
    labels: Value = None,
    axis: Value = 0,
    index: Value = None,
    columns: Value = None,
    inplace: Value = False,
) -> Value:
    dropped = columns if columns is not None else labels if axis in {1, "columns"} else None
    names = dropped if is_list(dropped) else [dropped]
    if dropped is None:
        result = frames.rows(self, LEFT)
    elif not are_names(names):
        result = Frame(self.samples, Unknown("which columns go is not in the code"))
    else:
        result = frames.dropped(self, names)
    return changed(result, inplace)


def _fewer(self: Frame, axis: Value = 0, inplace: Value = False) -> Value:
    result = frames.rows(self, LEFT) if axis in {0, "index"} else Frame(self.samples)
    return changed(result, inplace)


def _same(self: Frame, inplace: Value = False) -> Value:
    """The same frame."""
    return changed(self, inplace)


def _ordered(self: Frame, by: Value = None, inplace: Value = False) -> Value:
    """A frame in another order: that of a column's values, or of the first of several."""
    names = by if is_list(by) else [by]
    return changed(frames.mixed(self, *(names[:1] if are_names(names) else ())), inplace)


def _sample(self: Frame, n: Value = None, frac: Value = None, replace: Value = False) -> Frame:
    if replace is True:
        return frames.rows(self, n if isinstance(n, int) else LEFT)._replace(origin=repeated())
    if n is None and frac == 1:
        return frames.mixed(self)
    if n is not None or not isinstance(frac, float):
        return frames.rows(self, n if isinstance(n, int) else LEFT)
    count = round(self.samples * frac) if isinstance(self.samples, int) else LEFT
    part = frames.rows(self, count)
    if part.origin is not None:
        part.origin.rows.drawn = frac
    return part


def _typed(self: Frame, dtype: Value) -> Frame:
    name = dtype_named(dtype)
    return self.mapped(lambda one: Array(None, name, whole=is_whole(name), gaps=one.gaps))


def _names(self: Frame) -> Value:
    """The names of the columns."""
    if self.columns is None:
        return Array((self.width,), "object", library="pandas")
    return tuple(self.columns)


FRAME_METHODS: dict[str, Implementation] = {
    **COLUMN_METHODS,
    "drop": _drop,
    "pop": lambda self, item: Changed(self.column(item), frames.dropped(self, [item])),
    "dropna": _fewer,
    "drop_duplicates": lambda self: frames.rows(self, LEFT),
    "reset_index": lambda self, drop=False, inplace=False: changed(
        self if drop is True else Frame(self.samples), inplace
    ),
    "copy": _same,
    "keys": _names,
    "sort_values": lambda self, by=None, ascending=True, inplace=False: _ordered(self, by, inplace),
    "sort_index": lambda self, inplace=False: _ordered(self, None, inplace),
    "fillna": lambda self, value=None, method=None, inplace=False: revalued(self, inplace),
    "replace": lambda self, to_replace=None, value=None, inplace=False: revalued(self, inplace),
    "interpolate": lambda self, method=None: revalued(self),
    "apply": lambda self, func=None, axis=0: series.mapped(
        Array((self.samples,), library="pandas"), func
    ),
    "astype": _typed,
    "sample": _sample,
    "head": lambda self, n=5: _at_end(self, slice(n)),
    "tail": lambda self, n=5: _at_end(self, slice(-n, None)),
    "to_numpy": lambda self, dtype=None: (
        self.values() if dtype is None else functions.cast(self.values(), dtype)
    ),
    **dict.fromkeys(
        ("max", "min", "mean", "std"), lambda self, axis=0: Array((self.width,), library="pandas")
    ),
}
QUIET = words(
    "random_state ignore_index how subset thresh errors level ascending kind na_position key"
)
"""Arguments of methods that do not change the known facts."""


def _frame_method(value: Frame, name: str, call: Call) -> Value:
    if name in {"info", "describe", "hist", "plot", "to_csv"}:
        return None
    if name == "assign":
        for column, one in call.kwargs.items():
            value = frames.assigned(value, column, plain(one))
        return value
    if name in _GROUPING:
        gaps = left_by(name, call) if name == "rolling" else None
        return series.Groups(value, gaps)
    if name == "apply" and call.get(1, "axis", 0) == 0:
        return _applied(value, call)
    kept = {key: one for key, one in call.kwargs.items() if key not in QUIET}
    note_filled(name, call, [cell.gaps for cell in (*value.cells.values(), value.rest)])
    result = method(FRAME_METHODS, value, name, call._replace(kwargs=kept))
    if name in SHIFTS and isinstance(result, Frame):
        return result._replace(rest=result.rest._replace(gaps=left_by(name, call)))
    if isinstance(result, Unknown) and call.get(None, "inplace", False) is not False:
        return Changed(None, Frame(LEFT))
    return result


def _applied(value: Frame, call: Call) -> Value:
    """A function of each column: a frame of the same columns where it keeps the samples."""
    function = call.get(0, "func")
    column = Array((value.samples,), library="pandas")
    result = INVOKE.get()(function, Call(call.place, (column,)))
    result = result.result if isinstance(result, Changed) else result
    same_samples = isinstance(result, Array) and same(result.shape, column.shape)
    if same_samples or (isinstance(result, Unknown) and isinstance(function, External)):
        return revalued(value)
    return Unknown("what the function gives of a column is not known", place=call.place)


_GROUPING = frozenset(("groupby", "rolling", "resample", "expanding", "ewm"))


_PARTS = ("at", "iat", "iloc", "ix", "loc")
FRAME_ATTRIBUTES: dict[str, Callable[[Frame], Value]] = {
    "values": lambda self: self.values(),
    "shape": lambda self: (self.samples, self.width),
    **{name: partial(Locator, name=name) for name in _PARTS},
    "columns": _names,
    "T": lambda self: Frame(self.width, self.samples),
}
NO_COLUMNS = FRAME_METHODS.keys() | words(
    "index dtypes plot size ndim empty axes style at iat info describe hist boxplot to_csv "
    "to_dict to_excel to_json groupby merge join append assign duplicated any all count nunique "
    "sum median var mode quantile corr cov skew value_counts applymap map agg aggregate transform "
    "pipe where mask rolling resample cumsum rank select_dtypes query melt pivot pivot_table "
    "stack unstack iterrows itertuples items keys get reindex sort eval explode isin nlargest "
    "nsmallest transpose idxmax idxmin get_values as_matrix infer_objects convert_dtypes "
    "memory_usage update"
)
"""Attributes of a frame that are no columns, whatever its columns are."""


def _frame_attribute(value: Frame, name: str, place: Place) -> Value:
    attribute = FRAME_ATTRIBUTES.get(name)
    if attribute is not None:
        return finished(attribute(value), place)
    is_column = name in value.columns if value.columns is not None else name not in NO_COLUMNS
    if is_column:
        return value.column(name).placed(place)
    return Unknown(f'kspec does not follow "{name}" of a frame', place=place)


def _frame_subscript(value: Frame, key: Value, place: Place) -> Value:
    names, key = key, plain(key)
    if type(key) in NAMES:
        if value.columns is not None and key not in value.columns:
            return Unknown(f'the table has no column "{key}"', place=place)
        return value.column(key).placed(place)
    if are_names(key):
        return frames.chosen(value, list(key))
    if isinstance(key, slice):
        return frames.rows(value, sliced(value.samples, key), key)
    if isinstance(key, Array) and key.dtype == "bool":
        return frames.rows(value, MASKED)
    if isinstance(key, Array) and key.dtype == "object":
        return some_columns(value)
    if isinstance(names, List):  # of columns, or truths about the rows
        return some_columns(value)._replace(samples=LEFT)
    return Unknown(CHOSEN, place=place)


def _frame_store(value: Frame, key: Value, new: Value, place: Place) -> Value:
    key = plain(key)
    if isinstance(key, str | int):
        return frames.assigned(value, key, tables.cell_of(new) if isinstance(new, List) else new)
    if are_names(key):
        for name, cell in zip(key, frames.cells_of(new, len(key)), strict=True):
            value = frames.assigned(value, name, cell)
        return value
    return Frame(value.samples, Unknown("which columns are set is not in the code"))


def _frame_named(value: Frame, name: str, new: Value, place: Place) -> Value:
    """``frame.columns = names``, the values of a column by its name, or of a part of all."""
    if name in _PARTS:
        return new.of if isinstance(new, Locator) else Frame(value.samples)
    if name != "columns":
        is_column = name not in NO_COLUMNS if value.columns is None else name in value.columns
        return _frame_store(value, name, new, place) if is_column else value
    names = plain(new)
    if not are_names(names):
        return Frame(value.samples, value.width)
    return frames.frame_of(names, value.samples)


def _frame_operate(symbol: str, left: Value, right: Value, place: Place) -> Value:
    frame = left if isinstance(left, Frame) else right
    number = right if frame is left else None
    if not isinstance(number, int | float):
        if symbol in {"+", "-", "*", "/"}:
            return frames.fresh(frame.mapped(lambda one: Array(gaps=one.gaps)))
        return frames.fresh(frame._replace(cells={}, rest=Array()))
    return frames.fresh(frame.mapped(lambda cell: array_kind.operate(symbol, cell, number, place)))


def _located(value: Locator, key: Value, place: Place) -> Value:
    try:
        return finished(_at_key(value, plain(key), place), place)
    except (UnknownValueError, *REFUSED):
        return Unknown("what is chosen of a frame is not in the code", place=place)


def _set_located(value: Locator, key: Value, _: Value, __: Place) -> Value:
    """Set a part of a frame, in columns that it may not have yet."""
    table, key = value.of, plain(key)
    names = key[1] if type(key) is tuple and len(key) == 2 else slice(None)
    if not isinstance(table, Frame):
        return table
    if value.name == "loc" and isinstance(key, int | str | Unknown):
        table = table._replace(samples=LEFT)  # a row that it may not have yet
    if isinstance(names, slice) or value.name in {"iat", "iloc"}:
        return value._replace(of=frames.fresh(table._replace(cells={}, rest=Array())))
    for name in names if are_names(names) else [names]:
        table = frames.assigned(table, name, None)
    return value._replace(of=table)


def _at_key(value: Locator, key: Value, place: Place) -> Value:
    table = value.of
    if isinstance(table, Array):
        if value.name == "loc" and isinstance(key, slice) and key.stop is not None:
            return table.changed(shape=(LEFT,))
        return array_kind.subscript(table, key, place)
    if isinstance(table, Unknown):
        if type(key) is not tuple:
            return table.called("?")
        table = unknown_frame(table)
    rows_key, columns_key = key if type(key) is tuple else (key, slice(None))
    if isinstance(rows_key, int):
        return Unknown("one row of a frame")
    key = rows_key if value.name == "iloc" else None
    frame = table if is_all(rows_key) else frames.rows(table, _count(value, rows_key), key)
    by_name = isinstance(columns_key, str) or are_names(columns_key)
    if value.name == "iloc" or (value.name == "ix" and not by_name):
        return frames.columns_at(frame, columns_key)
    if isinstance(columns_key, slice):
        return frame if is_all(columns_key) else Frame(frame.samples)
    return _frame_subscript(frame, columns_key, place)


def _count(value: Locator, key: Value) -> Dim:
    if isinstance(key, slice) and value.name == "iloc" and isinstance(value.of, Frame):
        return sliced(value.of.samples, key)
    if isinstance(key, list):
        return len(key)
    if isinstance(key, Array) and key.shape and key.dtype != "bool":
        return key.shape[0]
    return MASKED


def _array_attribute(value: Array, name: str, place: Place) -> Value:
    if name in {"iloc", "loc"}:
        return Locator(value, name)
    views = {"cat": series.Categories, "str": series.Texts}
    return views[name](value) if name in views else array_kind.attribute(value, name, place)


KINDS[Array] = KINDS[Array]._replace(attribute=_array_attribute, method=series.array_method)
KINDS[Frame] = Kind(
    _frame_attribute,
    _frame_method,
    _frame_subscript,
    _frame_store,
    _frame_operate,
    lambda value: COLUMNS if value.columns is None else list(value.columns),
    lambda value: value.samples,
    merge=one_table,
    is_shared=lambda value: True,
    named=_frame_named,
)
KINDS[Locator] = Kind(subscript=_located, store=_set_located)
