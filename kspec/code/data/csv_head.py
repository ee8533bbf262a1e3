"""Head of a CSV file next to a program: the names of its columns, and those with texts."""

import csv
import re
from pathlib import Path, PurePath

from kspec.code.data.context import FOLDER
from kspec.data.text_head import text_head
from kspec.named_tuple import NamedTuple

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


class Head(NamedTuple):
    """The first lines of a table as cells, the names of the columns first where there are any."""

    lines: tuple[tuple[str, ...], ...]


def head_of(name: object, separator: object = ",") -> Head | None:
    """Head of a file in the program's folder; None for a missing file, or one that is no table."""
    folder = FOLDER.get()
    if folder is None or not isinstance(name, str | PurePath) or not isinstance(separator, str):
        return None
    text = _text(folder, name)
    if text is None:
        return None
    lines = [line for line in text.splitlines()[:LINES] if line.strip()]
    if separator in {r"\s+", r"\s*"}:
        cells = [tuple(line.split()) for line in lines]
    elif len(separator) == 1:
        cells = [tuple(row) for row in csv.reader(lines, delimiter=separator)]
    else:
        return None
    widths = {len(row) for row in cells}
    return Head(tuple(cells)) if len(widths) == 1 else None


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
