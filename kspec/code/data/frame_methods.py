"""Methods of data frames that name, set or choose columns."""

from kspec.code.data import frames
from kspec.code.data.array import Array, Limits, are_names, is_list
from kspec.code.data.frames import Frame
from kspec.code.data.transfer import Implementation
from kspec.code.library import Changed
from kspec.code.values import Dict, Value
from kspec.spec.unknown import Unknown

CHOSEN = "which columns are chosen is not in the code"


def changed(result: Frame, inplace: Value) -> Value:
    """A result, or the receiver that it takes the place of."""
    return Changed(None, result) if inplace is not False else result


def revalued(self: Frame, inplace: Value = False) -> Value:
    """A frame of the same columns with other values."""
    return changed(frames.fresh(self._replace(cells={}, rest=Array())), inplace)


def _renamed(self: Frame, columns: Value = None, inplace: Value = False) -> Value:
    new = columns.items if isinstance(columns, Dict) and columns.rest is None else None
    if new is None or not all(isinstance(one, str | int) for one in new.values()):
        return changed(Frame(self.samples, self.width), inplace)
    names = None if self.columns is None else tuple(new.get(one, one) for one in self.columns)
    cells = {new.get(name, name): cell for name, cell in self.cells.items()}
    return changed(frames.fresh(self._replace(columns=names, cells=cells)), inplace)


def _filtered(self: Frame, items: Value = None) -> Value:
    if not is_list(items) or not all(isinstance(one, str) for one in items):
        return Frame(self.samples)
    if self.columns is None:
        return frames.chosen(self, items)
    return frames.chosen(self, [one for one in items if one in self.columns])


def _indexed(self: Frame, keys: Value, drop: Value = True, inplace: Value = False) -> Value:
    names = keys if is_list(keys) else [keys]
    if drop is not True or not are_names(names):
        return changed(Frame(self.samples), inplace)
    return changed(frames.dropped(self, names), inplace)


def some_columns(self: Frame) -> Frame:
    """A frame of some of the columns, which are not known."""
    return Frame(self.samples, Unknown(CHOSEN))


def _questions(self: Frame) -> Frame:
    rest = Array(None, "bool", Limits(0, 1), whole=True)
    return self._replace(cells={}, rest=rest, origin=None)


COLUMN_METHODS: dict[str, Implementation] = {
    "rename": _renamed,
    "insert": lambda self, loc, column, value: Changed(None, Frame(self.samples)),
    "filter": _filtered,
    "set_index": _indexed,
    "select_dtypes": lambda self, include=None, exclude=None: some_columns(self),
    **dict.fromkeys(("shift", "diff", "pct_change"), lambda self, periods=1: revalued(self)),
    "round": lambda self, decimals=0: revalued(self),
    **dict.fromkeys(("abs", "bfill", "ffill"), revalued),
    "clip": lambda self, lower=None, upper=None, inplace=False: revalued(self, inplace),
    **dict.fromkeys(("isnull", "isna", "notnull", "notna"), _questions),
}
