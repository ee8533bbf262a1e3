"""Notebooks: their code cells as one text, and requests and answers about a cell of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pygls.workspace import Workspace

    from kspec.lsp.snapshot import Snapshot

SYNC = types.NotebookDocumentSyncOptions(
    [
        types.NotebookDocumentFilterWithNotebook(
            notebook="jupyter-notebook", cells=[types.NotebookCellLanguage("python")]
        )
    ]
)
"""Notebooks, and their cells, that a client sends."""


def file_of(workspace: Workspace, notebook: types.NotebookDocument) -> str:
    """An open notebook as the text of a file."""
    cells = [
        {
            "cell_type": "code" if cell.kind is types.NotebookCellKind.Code else "markdown",
            "source": workspace.get_text_document(cell.document).source,
            "execution_count": cell.execution_summary and cell.execution_summary.execution_order,
        }
        for cell in notebook.cells
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})


def of_cells(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler that answers about cells too, of one that answers about texts."""

    def run(ls: Any, params: Any) -> Any:  # noqa: ANN401 - pygls reads the types of arguments
        address = _address(params)
        cells = None if address is None else ls.cells(address)
        if cells is None:
            return handler(ls, params)
        as_program = cells.as_program(address, params)
        return None if as_program is None else cells.answered(address, handler(ls, as_program))

    return run


def _address(params: object) -> str | None:
    """The text that a request is about."""
    document = getattr(params, "text_document", None)
    if document is not None:
        return str(document.uri)
    data = getattr(params, "data", None)
    return data.get("uri") if isinstance(data, dict) else None


class Lines(NamedTuple):
    """The lines of the joined text that are a cell's: the first, and the number."""

    first: int
    number: int


class Cells:
    """Positions of the cells in the joined text of a linted notebook."""

    def __init__(self, snapshot: Snapshot, addresses: Sequence[str]) -> None:
        self.uri = snapshot.uri
        self.addresses = addresses
        self._lines = dict(_lines(snapshot, addresses))

    def as_program(self, address: str, params: Any) -> Any | None:  # noqa: ANN401 - of any request
        """A request about a cell as one about the joined text; None for an empty cell."""
        lines = Lines(0, 0) if address == self.uri else self._lines.get(address)
        return None if lines is None else _moved(params, lines.first)

    def answered(self, address: str, value: Any) -> Any:  # noqa: ANN401 - to any request
        """Convert an answer about the joined text to one about a cell: parts in other cells are
        left out, and locations in them have their address.
        """
        lines = self._lines.get(address, Lines(0, 0))
        if isinstance(value, list):
            inside = (one for one in value if _line(one) is None or self._holds(lines, one))
            return [self.answered(address, one) for one in inside]
        if isinstance(value, types.Location):
            return self._location(value)
        if isinstance(value, types.WorkspaceEdit):
            return self._edit(value)
        if isinstance(value, types.Position | types.FoldingRange):
            return _moved(value, -lines.first)
        is_message = attrs.has(type(value))
        return _each(value, lambda one: self.answered(address, one)) if is_message else value

    def _holds(self, lines: Lines, value: object) -> bool:
        return 0 <= (_line(value) or 0) - lines.first < lines.number

    def _location(self, location: types.Location) -> types.Location:
        if location.uri != self.uri:
            return location
        address, range_ = self._placed(location.range)
        return types.Location(address, range_)

    def _edit(self, edit: types.WorkspaceEdit) -> types.WorkspaceEdit:
        changes: dict[str, list[types.TextEdit]] = {}
        for one in (edit.changes or {}).get(self.uri, ()):
            address, range_ = self._placed(one.range)
            changes.setdefault(address, []).append(types.TextEdit(range_, one.new_text))
        return types.WorkspaceEdit(changes=changes)

    def _placed(self, range_: types.Range) -> tuple[str, types.Range]:
        """The cell that holds the start of a range, and the range in it."""
        for address, lines in self._lines.items():
            if lines.first <= range_.start.line < lines.first + lines.number:
                return address, _moved(range_, -lines.first)
        return self.uri, range_


def _lines(snapshot: Snapshot, addresses: Sequence[str]) -> Iterator[tuple[str, Lines]]:
    document = snapshot.document
    if document is None or document.notebook is None:
        return
    for cell in document.notebook.cells:
        first = document.line_number(cell.start) - 1
        yield addresses[cell.number - 1], Lines(first, document.line_number(cell.end) - first)


def _line(value: object) -> int | None:
    """Line of an answer; None for one without a position."""
    if isinstance(value, types.FoldingRange):
        return value.start_line
    range_ = getattr(value, "range", None)
    place = getattr(value, "position", None) if range_ is None else range_.start
    return None if place is None or isinstance(value, types.Location) else int(place.line)


def _moved(value: Any, by: int) -> Any:  # noqa: ANN401 - any part of a message
    """A message with all its lines moved."""
    if isinstance(value, types.Position):
        return types.Position(value.line + by, value.character)
    if isinstance(value, types.FoldingRange):
        return attrs.evolve(value, start_line=value.start_line + by, end_line=value.end_line + by)
    if isinstance(value, list):
        return [_moved(one, by) for one in value]
    return _each(value, lambda one: _moved(one, by)) if attrs.has(type(value)) else value


def _each(value: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any part of a message
    """A message with each of its fields changed."""
    fields = [field.name for field in attrs.fields(type(value))]
    return attrs.evolve(value, **{name: change(getattr(value, name)) for name in fields})
