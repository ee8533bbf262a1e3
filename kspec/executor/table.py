"""A table of the report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    styles: Callable[[int, int], str] | None = None,
) -> str:
    """A table; numbers stand to the right, and ``styles`` colours cells by row and column."""
    heads = "".join(f"<th>{escape(text)}</th>" for text in head)
    lines = [f"<tr>{heads}</tr>"] if any(head) else []
    for at, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            style = f' style="{styles(at, column)}"' if styles and styles(at, column) else ""
            kind = "" if isinstance(cell, str) else ' class="n"'
            cells.append(f"<td{kind}{style}>{escape(str(cell))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'
