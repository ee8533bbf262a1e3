"""The size of a network as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.shape_text import shape_text
from kspec.source.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.analysis.summary import Row, Summary

COLUMNS = ("Layer (type)", "Output shape", "Params", "MACs", "Connected to")
FIELD = "Receptive field"
NUMBERS = frozenset(("Params", "MACs", FIELD))
BEYOND_MACHINES = 2**80


def table(summary: Summary, *, expand: bool, receptive_field: bool = False) -> list[str]:
    """The lines that people read: names, shapes, counts and where each layer takes its input
    from.
    """
    columns = (*COLUMNS[:4], FIELD, *COLUMNS[4:]) if receptive_field else COLUMNS
    lines = _lines(summary.rows, columns, expand=expand)
    rows = [tuple(map(visible, row)) for row in (columns, *lines)]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    head, *body = ("  ".join(map(_cell, row, widths, columns)).rstrip() for row in rows)
    rule = "  ".join("─" * width for width in widths)
    return [f'Model "{visible(summary.name)}"', "", head, rule, *body, "", *_totals(summary)]


def _cell(text: str, width: int, column: str) -> str:
    return text.rjust(width) if column in NUMBERS else text.ljust(width)


def _lines(
    rows: tuple[Row, ...], columns: tuple[str, ...], *, expand: bool, indent: str = ""
) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    previous = None
    for row in rows:
        cells = {
            "Layer (type)": f"{indent}{row.name} ({row.class_name})",
            "Output shape": shape_text(row.output_shape),
            "Params": count_text(row.params),
            "MACs": count_text(row.macs),
            FIELD: field_text(row.receptive_field),
            "Connected to": "" if row.inputs == [previous] else ", ".join(row.inputs),
        }
        lines.append(tuple(cells[column] for column in columns))
        if expand:
            lines.extend(_lines(row.inner, columns, expand=True, indent=indent + "  "))
        previous = row.name
    return lines


def count_text(count: int | None) -> str:
    """A count for people; `?` where it is not known."""
    return "?" if count is None else f"{count:,}"


def field_text(field: tuple[int, ...] | None) -> str:
    """A receptive field for people, nothing where there is none."""
    return " x ".join(map(str, field or ()))


def _totals(summary: Summary) -> list[str]:
    return [
        f"Total params      {count_text(summary.params)} ({size_text(summary.weight_bytes)})",
        f"Trainable         {count_text(summary.trainable_params)}",
        f"Non-trainable     {count_text(summary.non_trainable_params)}",
        f"Activations       {size_text(summary.activation_bytes)} per sample",
        f"MACs              {macs_text(summary)} per sample",
    ]


def macs_text(summary: Summary) -> str:
    """The MACs of a sample for people, with what is not known in words."""
    at_least = "at least " if summary.macs is None else ""
    return f"{at_least}{summary.known_macs:,}"


def size_text(size: int | None) -> str:
    """A number of bytes for people."""
    if size is None:
        return "unknown size"
    if size > BEYOND_MACHINES:  # perhaps larger than any float
        return f"{size // 2**40:,} TiB"
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:  # the binary step
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.2f} {unit}"
        amount /= 1024
    return f"{amount:.2f} TiB"


def html_table(summary: Summary) -> str:
    """A table of HTML with a row for each layer, and the totals below it."""
    rows = "".join(_html_row("td", row) for row in _lines(summary.rows, COLUMNS, expand=False))
    sums = "<br>".join(_html(" ".join(line.split())) for line in _totals(summary))
    return (
        f"<table><caption>{_html(f'Model {summary.name}')}</caption>"
        f"<thead>{_html_row('th', COLUMNS)}</thead><tbody>{rows}</tbody></table><p>{sums}</p>"
    )


def _html_row(cell: str, texts: Iterable[str]) -> str:
    return (
        "<tr>"
        + "".join(
            f'<{cell} style="text-align: {"right" if column in NUMBERS else "left"}">'
            f"{_html(text)}</{cell}>"
            for column, text in zip(COLUMNS, texts, strict=True)
        )
        + "</tr>"
    )


def _html(text: str) -> str:
    from html import escape

    return escape(visible(text))
