"""Tables that pandas reads, makes or joins."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path, PurePath

from kspec.code.data import frames, shapes
from kspec.code.data.array import Array, Dim, Limits, are_names, is_list, known, one_hot
from kspec.code.data.columns import Columns
from kspec.code.data.context import FOLDER
from kspec.code.data.creation import dtype_or
from kspec.code.data.frames import LEFT, Frame
from kspec.code.data.literal import array_of
from kspec.code.data.origin import Origin, Rows, of_joined
from kspec.code.data.transfer import transfer, transfers
from kspec.code.keras.histories import Curves
from kspec.code.values import Dict, Rest, Value
from kspec.data.text_head import text_head
from kspec.spec.unknown import Unknown

Lines = tuple[tuple[str, ...], ...]
MOST_COLUMNS = 10_000
SUFFIXES = frozenset((".csv", ".txt", ".tsv", ".data"))
LINES = 20
NO_TEXTS = frozenset(
    (
        *("", "na", "nan", "-nan", "null", "none", "n/a", "#n/a", "#na", "<na>", "?"),
        *("true", "false", "inf", "-inf", "+inf", "infinity", "-infinity"),
    )
)
"""Words that may be in a column without texts."""
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


@transfer("pandas.read_csv", "pandas.read_table", free=True)
def read_csv(
    filepath_or_buffer: Value,
    sep: Value = ",",
    delimiter: Value = None,
    header: Value = "infer",
    names: Value = None,
    index_col: Value = None,
    usecols: Value = None,
    delim_whitespace: Value = False,
    skiprows: Value = None,
    nrows: Value = None,
) -> Frame:
    """Read the table of a CSV file, with its columns where its head has them."""
    samples = nrows if isinstance(nrows, int) else frames.ROWS
    separator = r"\s+" if delim_whitespace is True else sep if delimiter is None else delimiter
    head = _head_of(filepath_or_buffer, separator) if skiprows is None else ()
    columns, texts = _columns(head, header, names)
    if columns is None and isinstance(usecols, list) and index_col is None:
        cells = dict.fromkeys(usecols, frames.READ)
        return frames.fresh(Frame(samples, len(usecols), cells=cells, rest=frames.READ))
    if columns is None or isinstance(index_col, str | list) or index_col is True:
        return frames.fresh(Frame(samples, rest=frames.READ))
    cells = {name: Array(dtype="object") for name in texts}
    frame = frames.frame_of(columns, samples, cells=cells, rest=frames.READ)
    if isinstance(index_col, int) and index_col is not False:
        frame = frames.dropped(frame, [columns[index_col]])
    if isinstance(usecols, list):
        frame = frames.chosen(
            frame, [columns[one] if isinstance(one, int) else one for one in usecols]
        )
    return frame if usecols is None or isinstance(usecols, list) else Frame(samples)


@transfer("pandas.read_excel", free=True)
def read_excel(
    io: Value,
    sheet_name: Value = 0,
    names: Value = None,
    index_col: Value = None,
    usecols: Value = None,
    nrows: Value = None,
) -> Frame | Dict:
    """Read the table of a sheet, or a dictionary of those of several."""
    del io
    table = read_csv(None, names=names, index_col=index_col, usecols=usecols, nrows=nrows)
    if sheet_name is None or is_list(sheet_name):
        return Dict({}, rest=Rest(Unknown("the sheets are in a file"), table))
    return table


def _columns(lines: Lines, header: Value, names: Value) -> tuple[list[Value] | None, list[Value]]:
    """The names of the columns, and those that hold texts."""
    if names is not None and not are_names(names):
        return None, []
    if is_list(names):
        columns = list(names)
        body = lines if header in {"infer", None} else lines[1:]
    elif not lines or header not in {"infer", None, 0}:
        return None, []
    elif header is None:
        columns, body = list(range(len(lines[0]))), lines
    else:
        columns, body = list(lines[0]), lines[1:]
    if lines and len(lines[0]) != len(columns):
        return (columns if not is_list(names) else None), []
    texts = [
        name
        for place, name in enumerate(columns)
        if holds_text([row[place] for row in body]) and len(set(columns)) == len(columns)
    ]
    return (columns, texts) if len(set(columns)) == len(columns) else (None, [])


def cell_of(value: Value) -> Array:
    """A column of values: texts are objects."""
    cell = array_of(value)
    return cell.changed(dtype="object") if cell.dtype == "string" else cell


@transfer("pandas.DataFrame", free=True)
def data_frame(data: Value = None, columns: Value = None) -> Frame | Curves:
    """A table of columns, of an array, or of a history."""
    if isinstance(data, Curves):
        return data
    if data is None and columns is None:
        return Frame(LEFT, columns=())  # other code may fill it
    if isinstance(data, Dict):
        if data.rest is not None:
            return Frame(LEFT)
        cells = {name: cell_of(value) for name, value in data.items.items()}
        samples = next((one.samples for one in cells.values() if one.shape), LEFT)
        return frames.frame_of(cells, samples, cells=cells)
    if isinstance(data, Frame):
        if is_list(columns):  # of a table, these are chosen
            return frames.chosen(data, list(columns))
        return data if columns is None else Frame(data.samples)
    if is_list(data) and data and any(isinstance(one, Dict) for one in data):
        return _of_rows(data)
    array = array_of(data)
    if array.shape is None or len(array.shape) > 2 or not array.shape:
        return Frame(LEFT, rest=Array(nested=True))
    width: Dim = array.shape[1] if len(array.shape) == 2 else 1
    cell = frames.part_of(array)
    if array.dtype is None and not isinstance(data, Array):
        cell = cell.changed(nested=True)
    names = tuple(columns) if are_names(columns) else None
    if names is None and isinstance(width, int) and width <= MOST_COLUMNS and columns is None:
        names = tuple(range(width))
    return Frame(array.shape[0], len(names) if names else width, names, rest=cell)


def _of_rows(rows: Sequence[Value]) -> Frame:
    """A table of rows that are dictionaries by the names of its columns."""
    tables = [one.items for one in rows if isinstance(one, Dict) and one.rest is None]
    if len(tables) < len(rows) or any(one.keys() != tables[0].keys() for one in tables):
        return Frame(len(rows))
    cells = {name: cell_of([one[name] for one in tables]) for name in tables[0]}
    return frames.frame_of(cells, len(rows), cells=cells)


transfers(
    {
        "seaborn.load_dataset": lambda name: Frame(),
        "pandas.read_feather pandas.read_json pandas.read_parquet pandas.read_sql": (
            lambda path, con=None: frames.fresh(Frame(rest=frames.READ))
        ),
        "pandas.Series": lambda data=None: cell_of(data).changed(library="pandas"),
    },
    free=True,
)


@transfer("pandas.to_numeric", free=True)
def to_numeric(arg: Value) -> Array:
    """A column as numbers: texts are read as such."""
    cell = array_of(arg).changed(library="pandas")
    return cell.changed(dtype=None) if cell.dtype in {"object", "string"} else cell


@transfer("pandas.concat", free=True)
def concat(objs: Value, axis: Value = 0) -> Frame | Array | Unknown:
    """Concatenate tables by columns or by rows."""
    if isinstance(objs, Dict) and isinstance(objs.rest, Rest) and not objs.items:
        objs = objs.rest
    elif isinstance(objs, Dict) and objs.rest is None:
        objs = list(objs.items.values())
    if isinstance(objs, Rest) and isinstance(objs.item, Frame) and axis in {0, "index"}:
        objs = [objs.item, objs.item]  # an unknown number of tables has the columns of one
    if not is_list(objs) or not objs:
        return Unknown("what is joined is not in the code")
    if all(isinstance(one, Array) for one in objs) and axis == 0:
        return shapes.concatenate([array_of(one) for one in objs])
    tables = [one for one in objs if isinstance(one, Frame)]
    if len(tables) == len(objs) and axis in {1, "columns"}:
        named = all(one.columns is not None for one in tables)
        names = [name for one in tables for name in one.columns or ()] if named else None
        cells = {name: cell for one in tables for name, cell in one.cells.items()}
        if names is not None and len(set(names)) == len(names):
            return frames.frame_of(names, tables[0].samples, cells=cells)
    if len(tables) == len(objs) and axis in {0, "index"}:
        tables = [one for one in tables if one.columns != ()] or tables
        first, origin = tables[0], of_joined((one, one.origin) for one in tables)
        if all(one.columns == first.columns for one in tables) and first.columns is not None:
            origin = origin or Origin(Rows())
            origin = origin._replace(columns=Columns(first.columns))
            return frames.frame_of(first.columns, LEFT, origin=origin)
        [columns, *others] = {frozenset(one.columns or one.cells) for one in tables}
        if not others and all(known(one.width) == len(columns) for one in tables):
            return Frame(LEFT, len(columns), cells=dict.fromkeys(columns, Array()), origin=origin)
    parts = ((one, getattr(one, "origin", None)) for one in objs)
    return Frame(LEFT, origin=of_joined(parts) if axis in {0, "index"} else None)


@transfer("pandas.get_dummies", free=True)
def get_dummies(
    data: Value, columns: Value = None, drop_first: Value = False, dtype: Value = None
) -> Frame | Unknown:
    """A column of 0 and 1 for each category."""
    cell = Array(None, dtype_or(dtype, "bool"), Limits(0, 1), whole=True)
    if isinstance(data, Array) and data.shape is not None and len(data.shape) == 1:
        if drop_first is not False:
            return Frame(data.samples, Unknown("the categories are in the data"), rest=cell)
        width: Dim = Unknown("the categories are in the data", "classes")
        if data.classes is not None and data.limits is not None and data.limits.exact:
            width = data.classes
        return Frame(data.samples, width, rest=one_hot(None, cell.dtype, width))
    if isinstance(data, Frame):
        width = Unknown("the categories are in the data", "columns")
        encoded = columns if isinstance(columns, list) else []
        origin = data.origin and data.origin.lacking(encoded)
        return Frame(data.samples, width, origin=origin)
    return Unknown("the categories are in the data")


def _head_of(name: object, separator: object) -> Lines:
    """The first lines of a file in the program's folder, as cells; none of one that is no table."""
    folder = FOLDER.get()
    if folder is None or not isinstance(name, str | PurePath) or not isinstance(separator, str):
        return ()
    text = _text(folder, name) or ""
    lines = [line for line in text.splitlines()[:LINES] if line.strip()]
    if separator in {r"\s+", r"\s*"}:
        cells = [tuple(line.split()) for line in lines]
    elif len(separator) == 1:
        cells = [tuple(row) for row in csv.reader(lines, delimiter=separator)]
    else:
        return ()
    return tuple(cells) if len({len(row) for row in cells}) == 1 else ()


def _text(folder: Path, name: str | PurePath) -> str | None:
    """First lines of a file in the folder or below it."""
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve()) and path.suffix.lower() in SUFFIXES
        return text_head(path)[0] if inside and path.is_file() else None
    except (OSError, ValueError):
        return None


def holds_text(cells: list[str]) -> bool:
    """Whether a column of these cells is surely one of texts."""
    texts = (cell.strip() for cell in cells)
    return any(cell.lower() not in NO_TEXTS and not NUMBER.fullmatch(cell) for cell in texts)
