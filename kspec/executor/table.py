"""A table of the report."""

import re
from collections.abc import Callable, Sequence

from kspec.analysis.drawing.markup import escape

NUMBER = re.compile(r"-?[\d,.]+(e[+-]\d+)?%?")


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    styles: Callable[[int, int], str] | None = None,
) -> str:
    """HTML table; numbers are aligned to the right, and ``styles`` colors cells by place."""
    right = [all(_is_number(row[column]) for row in rows) for column in range(len(head))]
    kinds = [' class="n"' if number else "" for number in right]
    heads = "".join(
        f"<th{kind}>{escape(text)}</th>" for text, kind in zip(head, kinds, strict=True)
    )
    lines = [f"<tr>{heads}</tr>"] if any(head) else []
    for at, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            style = f' style="{styles(at, column)}"' if styles and styles(at, column) else ""
            cells.append(f"<td{kinds[column]}{style}>{escape(str(cell))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'


def _is_number(cell: object) -> bool:
    return not isinstance(cell, str) or not cell or NUMBER.fullmatch(cell) is not None
