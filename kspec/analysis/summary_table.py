"""The size of a network: its rows, and the table of them that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.shape_text import shape_text
from kspec.named_tuple import NamedTuple
from kspec.source.visible import visible
from kspec.spec.shapes import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.outputs import summary as outputs
    from kspec.spec.problem import Path

COLUMNS = ("Layer (type)", "Output shape", "Params", "MACs", "Connected to")
FIELD = "Receptive field"
NUMBERS = frozenset(("Params", "MACs", FIELD))
BEYOND_MACHINES = 2**80


class Row(NamedTuple):
    """Row of a layer: its name, class, inputs, output shape and parameters.

    ``output_shape`` is one shape, a list of shapes for several outputs, or None when unknown;
    counts are None when the weights cannot be known. ``depth`` is 0 at the top and grows inside
    nested models.
    """

    name: str
    class_name: str
    inputs: list[str]
    output_shape: object
    output_dtype: object
    trainable_params: int | None
    non_trainable_params: int | None
    depth: int
    inner: tuple[Row, ...]
    is_operation: bool
    path: Path
    """Path of the layer in the document."""
    macs: int | None
    """Multiply-accumulates for one sample, of all its calls."""
    receptive_field: tuple[int, ...] | None
    """Receptive field of the first call along each spatial axis, in positions of the
    model's input.
    """

    @property
    def params(self) -> int | None:
        """All its parameters."""
        return total_of([self.trainable_params, self.non_trainable_params])

    def to_dict(self) -> outputs.Row:
        """The row as the JSON summary has it."""
        return {
            "name": self.name,
            "class_name": self.class_name,
            "inputs": self.inputs,
            "output_shape": self.output_shape,
            "output_dtype": self.output_dtype,
            "trainable_params": self.trainable_params,
            "non_trainable_params": self.non_trainable_params,
            "macs": self.macs,
            "receptive_field": None if self.receptive_field is None else [*self.receptive_field],
        }


class Summary(NamedTuple):
    """Rows with the totals; bytes are of weights, and of all outputs for a sample."""

    name: str
    rows: tuple[Row, ...]
    trainable_params: int | None
    non_trainable_params: int | None
    weight_bytes: int | None
    activation_bytes: int | None
    macs: int | None
    known_macs: int
    """MACs of the calls that can be counted: a lower bound for a sample."""
    trainable_bytes: int | None
    optimizer_bytes: int | None
    """Bytes of the optimizer's state; None without an optimizer too."""

    @property
    def params(self) -> int | None:
        """All parameters."""
        return total_of([self.trainable_params, self.non_trainable_params])

    def __str__(self) -> str:
        """The table that `kspec summary` shows."""
        return "\n".join(table(self, expand=False))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001 - IPython's
        """Print the summary in a notebook without HTML."""
        del cycle
        printer.text(str(self))

    def _repr_html_(self) -> str:
        """Return the summary as HTML, for notebooks."""
        return html_table(self)

    def to_dict(self) -> outputs.SummaryOutput:
        """The summary as `kspec summary --output-format json` writes it (version 1)."""
        return {
            "version": 1,
            "name": self.name,
            "layers": [row.to_dict() for row in self.rows if not row.is_operation],
            "trainable_params": self.trainable_params,
            "non_trainable_params": self.non_trainable_params,
            "weight_bytes": self.weight_bytes,
            "activation_bytes": self.activation_bytes,
            "macs": self.macs,
            "known_macs": self.known_macs,
            "trainable_bytes": self.trainable_bytes,
            "optimizer_bytes": self.optimizer_bytes,
        }


def total_of(counts: list[int | None]) -> int | None:
    """The sum of counts, None where one of them is unknown."""
    known = [count for count in counts if count is not None]
    return readable(sum(known)) if len(known) == len(counts) else None


def table(
    summary: Summary, *, expand: bool, receptive_field: bool = False, width: int | None = None
) -> list[str]:
    """Lines for people: names, shapes, counts and inputs of each layer. A table wider than
    ``width`` leaves out the inputs of a stack, and puts classes below the names of their layers.
    """
    columns = (*COLUMNS[:4], FIELD, *COLUMNS[4:]) if receptive_field else COLUMNS
    cells = _lines(summary.rows, columns, expand=expand)
    rows = [tuple(map(visible, row)) for row in (columns, *cells)]
    lines = _laid_out(rows)
    if width is not None and len(lines[1]) > width:
        if not any(row[-1] for row in rows[2:]):
            rows = [row[:-1] for row in rows]
        lines = _laid_out(rows)
    if width is not None and len(lines[1]) > width:
        lines = _laid_out([half for row in rows for half in _in_two(row)])
    return [f'Model "{visible(summary.name)}"', "", *lines, "", *_totals(summary)]


def _laid_out(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows in columns, with a rule below the first."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    head, *body = ("  ".join(map(_cell, row, widths, rows[0])).rstrip() for row in rows)
    return [head, "  ".join("─" * width for width in widths), *body]


def _in_two(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A row as one with the name of the layer and one with its class; the head stays as it is."""
    name, _, class_name = row[0].partition(" (")
    if row[0] == COLUMNS[0]:
        yield row
        return
    yield (name, *row[1:])
    indent = " " * (len(name) - len(name.lstrip()) + 2)
    yield (f"{indent}({class_name}", *("" for _ in row[1:]))


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
        f"Total params      {params_text(summary)}",
        f"Trainable         {count_text(summary.trainable_params)}",
        f"Non-trainable     {count_text(summary.non_trainable_params)}",
        f"Activations       {size_text(summary.activation_bytes)} per sample",
        f"MACs              {macs_text(summary)} per sample",
    ]


def params_text(summary: Summary, noun: str = "") -> str:
    """All parameters for people, with their size where that is known."""
    size = "" if summary.weight_bytes is None else f" ({size_text(summary.weight_bytes)})"
    return f"{count_text(summary.params)}{noun}{size}"


def macs_text(summary: Summary) -> str:
    """MACs of a sample for people, with unknown parts in words."""
    if summary.macs is None and not summary.known_macs:
        return count_text(None)
    at_least = "at least " if summary.macs is None else ""
    return f"{at_least}{summary.known_macs:,}"


def size_text(size: int | None) -> str:
    """A number of bytes for people; `?` where it is not known."""
    if size is None:
        return "?"
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
