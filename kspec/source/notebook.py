"""Jupyter notebooks: the code cells of a file, in order, as one program."""

import itertools
import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.source.magics import masked
from kspec.source.outline import Path, Position, Span


class NotANotebookError(ValueError):
    """The text is JSON, or not even that, and no notebook; the message is a sentence."""


class Cell(NamedTuple):
    """A code cell: its number among all cells from 1, its start and end in the program, the path
    of its source in the file's JSON, and its execution count.

    ``skipped`` is the reason why the program leaves it out.
    """

    number: int
    start: int
    end: int
    path: Path
    run: int | None = None
    skipped: str | None = None


class Notebook:
    """The code of a notebook.

    ``raw`` is the text of the file. ``text`` is the code of the cells, a line break between them;
    ``program`` is the same with all masked that is not Python, character for character.
    """

    def __init__(self, raw: str, cells: tuple[Cell, ...], text: str, program: str) -> None:
        self.raw = raw
        self.cells = cells
        self.text = text
        self.program = program
        self._starts = [cell.start for cell in cells]

    def cell_at(self, offset: int) -> Cell | None:
        """Cell around an offset of the text; None where there is no code."""
        at = bisect_right(self._starts, offset) - 1
        return self.cells[at] if at >= 0 else None

    @property
    def skipped(self) -> tuple[Cell, ...]:
        """The cells that the program leaves out though they hold code."""
        return tuple(cell for cell in self.cells if cell.skipped)

    @property
    def out_of_order(self) -> tuple[Cell, Cell] | None:
        """The first two cells of which the upper one was run after the lower one."""
        run = [cell for cell in self.cells if cell.run is not None]
        for upper, lower in itertools.pairwise(run):
            if (upper.run or 0) > (lower.run or 0):
                return upper, lower
        return None

    def position(self, at: int) -> Position:
        """Line and column of an offset in the file."""
        line = self.raw.count("\n", 0, at) + 1
        return Position(line, at - self.raw.rfind("\n", 0, at), at)

    def source_span(self, cell: Cell) -> Span:
        """Span of a cell's source in the file, quotes and brackets included."""
        from kspec.source.json_outline import outline_json

        node = outline_json(self.raw).root
        for key in cell.path:
            node = (node.children or {})[key]
        return node.value


def read_notebook(raw: str) -> Notebook:
    """The notebook of a text; raises `NotANotebookError`."""
    cells: list[Cell] = []
    texts: list[str] = []
    programs: list[str] = []
    at = 0
    for number, path, source, run in _code_cells(_loaded(raw)):
        text = source if source.endswith("\n") else source + "\n"
        program, skipped = masked(text)
        cells.append(Cell(number, at, at + len(source), path, run, skipped))
        at += len(text)
        texts.append(text)
        programs.append(program)
    return Notebook(raw, tuple(cells), "".join(texts), "".join(programs))


def _loaded(raw: str) -> dict[str, Any]:
    try:
        value = json.loads(raw.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise NotANotebookError("This notebook is not valid JSON") from None
    if not isinstance(value, dict) or not (
        isinstance(value.get("cells"), list) or isinstance(value.get("worksheets"), list)
    ):
        raise NotANotebookError("This is no notebook: it has no list of cells")
    language = _language(value.get("metadata"))
    if not language.startswith(("python", "ipython")):
        raise NotANotebookError(f"This notebook is in {language.capitalize()}, and not in Python")
    return value


def _language(metadata: object) -> str:
    """The language of the code, in lower case."""
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        value = metadata.get(part) if isinstance(metadata, dict) else None
        name = value.get(key) if isinstance(value, dict) else None
        if isinstance(name, str) and name:
            return name.lower()
    return "python"


def _code_cells(value: dict[str, Any]) -> Iterator[tuple[int, Path, str, int | None]]:
    """Number, place, source and execution count of each code cell of nbformat 3 and 4."""
    lists: list[tuple[Path, Any]] = [(("cells",), value.get("cells"))]
    sheets = value.get("worksheets")
    for index, sheet in enumerate(sheets if isinstance(sheets, list) else ()):
        if isinstance(sheet, dict):
            lists.append((("worksheets", index, "cells"), sheet.get("cells")))
    number = 0
    for path, cells in lists:
        for index, cell in enumerate(cells if isinstance(cells, list) else ()):
            number += 1
            if not isinstance(cell, dict) or cell.get("cell_type") != "code":
                continue
            key = "source" if "source" in cell else "input"
            source = _joined(cell.get(key))
            count = cell.get("execution_count", cell.get("prompt_number"))
            if source.strip():
                ran = count if isinstance(count, int) else None
                yield number, (*path, index, key), source, ran


def _joined(source: object) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
