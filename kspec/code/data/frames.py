"""Data frames of pandas: their known columns, and selections."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kspec.code.data.array import NO_LABELS, Array, Dim, is_whole, known
from kspec.code.data.columns import Columns
from kspec.code.data.dtypes import promoted
from kspec.code.data.gaps import AT_RANDOM, of_columns
from kspec.code.data.indexing import COLUMNS, sliced
from kspec.code.data.origin import Origin, Rows, repeats
from kspec.code.data.origin import some_of as some_of_rows
from kspec.code.data.shapes import together
from kspec.code.values import Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

ROWS = Unknown("the rows are in a file", "samples")
LEFT = Unknown("how many rows are left is not in the code", "samples")
CELL = Array()
READ = Array(scaled=())
"""A cell of a table as it stands in a file."""


class Frame(NamedTuple):
    """Table: ``columns`` are the names, None where not all are known, ``width`` their number,
    ``cells`` the facts of a column's values, and ``rest`` those of all others.
    """

    samples: Dim = ROWS
    width: Dim = COLUMNS
    columns: tuple[Value, ...] | None = None
    cells: Mapping[Value, Array] = {}
    rest: Array = CELL
    origin: Origin | None = None
    """The rows and columns that it has of its table."""

    def placed(self, place: Place | None) -> "Frame":
        """The frame with a place for each fact that has none."""
        return self.mapped(lambda cell: cell.placed(place))

    def mapped(self, change: Callable[[Array], Array]) -> "Frame":
        """The frame with other facts of each cell."""
        cells = {name: change(cell) for name, cell in self.cells.items()}
        return self._replace(cells=cells, rest=change(self.rest))

    def column(self, name: Value) -> Array:
        """Return a column as an array of one axis."""
        cell = self.cells.get(name) or some_of(self.rest)
        in_order, origin = cell.grouped, self.origin and self.origin.named([name])
        gaps = cell.gaps
        labels = NO_LABELS if cell.encoding == "one_hot" else {}
        cell = cell.changed(shape=(self.samples,), library="pandas", reason=None, **labels)
        return cell._replace(origin=origin, grouped=in_order, gaps=gaps)

    def values(self) -> Array:
        """All columns as one array of two axes."""
        shape = (self.samples, self.width)
        if self.columns is None or not self.columns:
            cells = [self.rest] if not self.cells else []
        else:
            cells = [self.cells.get(name, self.rest) for name in self.columns]
        if not cells:
            gaps = of_columns(cell.gaps for cell in (*self.cells.values(), self.rest))
            return Array(shape, scaled=self._scaled(), origin=self.origin, gaps=gaps)
        limits, dtype, whole = cells[0].limits, cells[0].dtype, cells[0].whole
        for one in cells[1:]:
            limits = together(limits, one.limits)
            dtype = _of_both(dtype, one.dtype)
            whole = whole and one.whole
        same = cells[0] if all(one is cells[0] for one in cells) else Array()
        scaled = self._scaled(cells)
        whole = whole or is_whole(dtype)
        result = Array(shape, dtype, limits, whole, scaled=scaled, places=same.places)
        result = result._replace(origin=self.origin, gaps=of_columns(one.gaps for one in cells))
        if same.encoding == "one_hot":
            return result.changed(encoding="one_hot", classes=same.classes)
        return result

    def _scaled(self, cells: Sequence[Array] = ()) -> tuple[object, ...] | None:
        """The scalers of all cells; of a part of a split where they differ, what both parts were
        before.
        """
        [one, *others] = {cell.scaled for cell in cells or (*self.cells.values(), self.rest)}
        if one is not None and not others:
            return one
        is_part = self.origin is not None and self.origin.rows.split is not None
        return (("?", self.origin.rows.whole),) if self.origin and is_part else None


def _of_both(first: str | None, second: str | None) -> str | None:
    """The dtype of the values of two columns: truths beside numbers are objects."""
    is_mixed = first != second and "bool" in {first, second} and None not in {first, second}
    return "object" if is_mixed else promoted(first, second)


def frame_of(columns: Iterable[Value], samples: Dim, **facts: Value) -> Frame:
    """A frame with known columns."""
    names = tuple(columns)
    facts.setdefault("origin", Origin(Rows(), Columns(names)))
    return Frame(samples, len(names), names, **facts)


def chosen(frame: Frame, names: Sequence[Value]) -> Frame:
    """A frame of some columns."""
    origin = frame.origin and frame.origin.named(names)
    if set(frame.columns or ()).difference(names, frame.cells):
        frame = frame._replace(rest=some_of(frame.rest))
    return frame._replace(columns=tuple(names), width=len(names), origin=origin)


def dropped(frame: Frame, names: Sequence[Value]) -> Frame:
    """A frame without some columns."""
    if frame.columns is None:
        count = known(frame.width)
        width: Dim = Unknown(COLUMNS.reason, COLUMNS.name)
        if count is not None:
            width = count - len(set(names))
        cells = {name: cell for name, cell in frame.cells.items() if name not in names}
        origin = frame.origin and frame.origin.lacking(names)
        return frame._replace(width=width, cells=cells, origin=origin)
    return chosen(frame, [name for name in frame.columns if name not in names])


def assigned(frame: Frame, name: Value, value: Value) -> Frame:
    """A frame in which a column has other values, or that has one column more."""
    is_column = isinstance(value, Array)
    cell = value.changed(shape=None)._replace(gaps=value.gaps) if is_column else Array()
    if not isinstance(name, str | int):
        return Frame(frame.samples, Unknown("which columns are set is not in the code"))
    is_there = name in frame.cells
    frame = fresh(frame._replace(cells={**frame.cells, name: cell}))
    if frame.columns is None:
        width = Unknown(COLUMNS.reason, COLUMNS.name)
        return frame if is_there else frame._replace(width=width)
    return frame if name in frame.columns else chosen(frame, (*frame.columns, name))


def cells_of(value: Value, count: int) -> list[Array]:
    """The facts of each of some columns that a table or an array of two axes fills in order."""
    if isinstance(value, Frame) and value.columns is not None and len(value.columns) == count:
        return [value.column(name) for name in value.columns]
    if isinstance(value, Frame):
        return [Array(dtype=value.values().dtype, gaps=value.values().gaps)] * count
    if isinstance(value, Array) and (value.rank == 2 or count == value.rank == 1):
        return [some_of(value.changed(**NO_LABELS))] * count
    return [Array()] * count


def rows(frame: Frame, count: Dim, key: object = None) -> Frame:
    """A frame of some rows, those of a key, whose values need not be all of them."""
    cells = {name: part_of(cell) for name, cell in frame.cells.items()}
    part = frame._replace(samples=count, cells=cells, rest=part_of(frame.rest))
    before = frame.origin
    if before is not None and isinstance(key, slice) and key.step is None:
        origin = before._replace(rows=before.rows.sliced(key))
    else:
        origin = Origin(some_of_rows(before and before.rows), Columns(frame.columns))
    return _mixed(part, key)._replace(origin=origin)


def mixed(frame: Frame, *names: Value) -> Frame:
    """A frame whose rows are in another order, by the values of the columns of these names."""
    frame = _mixed(frame, AT_RANDOM)
    cells = {name: frame.cells.get(name, frame.rest)._replace(grouped=True) for name in names}
    return frame._replace(cells={**frame.cells, **cells})


def _mixed(frame: Frame, key: object) -> Frame:
    """A frame of the rows of a key, in no known order."""
    cells = {name: at_rows(cell.changed(grouped=False), key) for name, cell in frame.cells.items()}
    return fresh(frame._replace(cells=cells, rest=at_rows(frame.rest, key)))


def at_rows(cell: Array, key: object) -> Array:
    """A column with the missing values in the rows of a key."""
    return cell if cell.gaps is None else cell._replace(gaps=cell.gaps.of_rows(key))


def fresh(frame: Frame) -> Frame:
    """A frame whose rows or values are other ones than before."""
    rows = Rows()
    rows.repeated = repeats(frame)
    return frame._replace(origin=Origin(rows, Columns(frame.columns)))


def part_of(cell: Array) -> Array:
    """The facts of a part of a column."""
    return cell if cell.limits is None else cell.changed(limits=cell.bounds, scaled=cell.scaled)


def some_of(cell: Array) -> Array:
    """The facts of some of the columns that have those of a cell together."""
    return cell.changed(limits=cell.column_bounds, scaled=cell.scaled, signed=cell.signed)


def columns_at(frame: Frame, key: Value) -> Value:
    """Select columns by position, as ``iloc`` does: a column, or a frame of several."""
    if isinstance(key, int):
        if frame.columns is not None and -len(frame.columns) <= key < len(frame.columns):
            return frame.column(frame.columns[key])
        cell = frame.rest.changed(shape=(frame.samples,), library="pandas", reason=None)
        return cell._replace(origin=frame.origin and frame.origin.at(key))
    if isinstance(key, list) and all(type(one) is int for one in key):
        if frame.columns is None:
            return frame._replace(width=len(key), cells={}, origin=None)
        return chosen(frame, [frame.columns[one] for one in key])
    if isinstance(key, slice):
        return _sliced(frame, key)
    return Unknown("which columns are chosen is not in the code")


def _sliced(frame: Frame, key: slice) -> Frame:
    if key.start is key.stop is key.step is None:
        return frame
    ends = (key.start, key.stop, key.step)
    if frame.columns is not None and all(isinstance(end, int | None) for end in ends):
        return chosen(frame, frame.columns[key])
    origin = frame.origin and frame.origin.at(key)
    return frame._replace(width=sliced(frame.width, key), cells={}, origin=origin)
