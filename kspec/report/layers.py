"""Finding in a model without a readable text (all in one line, or in memory): its layers as rows of
a table, the faulty ones marked, with the fields in question.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from kspec.linter.engine import parse_document, span_of
from kspec.named_tuple import NamedTuple
from kspec.source.outline import value_at
from kspec.source.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.analysis.summary_table import Row
    from kspec.linter.finding import Edit, Finding, Fix
    from kspec.report.options import Options
    from kspec.source.document import Document
    from kspec.spec.problem import Path

LONG = 240
"""Characters of a line that is no longer read as one: the excerpt would show a third of it."""
MOST = 60
"""Characters of a value that are shown."""
AROUND = 1
"""Number of further rows around a layer."""
HEAD = ("layer", "output shape", "params")


class Spot(NamedTuple):
    """Place in a model: its layer by number, None outside of all, its path, and its label."""

    row: int | None
    path: Path
    label: str
    role: str


def is_unread(document: Document, finding: Finding) -> bool:
    """Whether people are better shown the layers of a model than its text."""
    if finding.span is not None or not document.parsed or document.format == "python":
        return False
    start = span_of(finding, document)[0]
    unread = document.caller is not None or len(document.line(document.line_number(start))) > LONG
    return unread and bool(layers_of(document))


@lru_cache(maxsize=2)  # the findings of a report ask for the same
def layers_of(document: Document) -> tuple[Row, ...]:
    """Layers of a model, those inside it after it; none without a network."""
    from kspec.analysis.summary import summarize

    analysis = parse_document(document).analysis
    summary = None if analysis is None else summarize(analysis)
    return () if summary is None else tuple(_flat(summary.rows))


def _flat(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _flat(row.inner)


def marked_rows(document: Document, finding: Finding, options: Options) -> Iterator[str]:
    """The lines of the table around a finding."""
    rows, paint = layers_of(document), options.paint
    spots = _spots(document, finding)
    at = {spot.row for spot in spots if spot.row is not None}
    shown = sorted(
        {row for one in at for row in range(one - AROUND, one + AROUND + 1) if 0 <= row < len(rows)}
    )
    table = [HEAD, *(_cells(rows[number]) for number in shown)]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    size = len(str(len(rows)))
    empty = paint(f"{'':{size}} |", "gutter")
    if shown:
        yield f"{empty} {_line(HEAD, widths)}"
    for previous, number in zip([shown[0] - 1 if shown else 0, *shown], shown, strict=False):
        if number > previous + 1:
            yield paint("...", "gutter")
        yield f"{paint(f'{number + 1:{size}} |', 'gutter')} {_line(_cells(rows[number]), widths)}"
        lead = " " * (2 * rows[number].depth)
        for spot in spots:
            if spot.row == number:
                yield f"{empty} {lead}{_mark(document, spot, rows[number].name, options)}"
    for spot in spots:
        if spot.row is None and spot.path:
            section = visible(str(spot.path[0]).removesuffix("_config"))
            yield f"{empty} {section}"
            yield f"{empty} {_mark(document, spot, section, options)}"


def gutter_of(document: Document) -> int:
    """Width of the numbers of the layers."""
    return len(str(len(layers_of(document))))


def _spots(document: Document, finding: Finding) -> list[Spot]:
    main = Spot(_row_at(document, finding.path), finding.path, "", str(finding.severity))
    others = [
        Spot(_row_at(document, one.path), one.path, one.message, "related")
        for one in finding.related
    ]
    return [main, *others]


@lru_cache(maxsize=2)  # like `layers_of`
def _numbers(document: Document) -> dict[Path, int]:
    """The rows of the layers, each by its path."""
    numbers: dict[Path, int] = {}
    for number, row in enumerate(layers_of(document)):
        if row.path:
            numbers.setdefault(row.path, number)
    return numbers


def _row_at(document: Document, path: Path) -> int | None:
    """The innermost layer around a path."""
    numbers = _numbers(document)
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((numbers[one] for one in around if one in numbers), None)


def _cells(row: Row) -> tuple[str, str, str]:
    from kspec.analysis.shape_text import shape_text
    from kspec.analysis.summary_table import count_text

    return (
        f"{'  ' * row.depth}{visible(row.name)} ({visible(row.class_name)})",
        visible(shape_text(row.output_shape)),
        count_text(row.params),
    )


def _line(cells: tuple[str, str, str], widths: list[int]) -> str:
    name, shape, params = cells
    return f"{name:{widths[0]}}  {shape:{widths[1]}}  {params:>{widths[2]}}".rstrip()


def _mark(document: Document, spot: Spot, name: str, options: Options) -> str:
    sign = "-" if spot.role == "related" else "^"
    label = "  ".join(filter(None, (field_of(document, spot.path), visible(spot.label))))
    return options.paint(f"{sign * max(len(visible(name)), 1)} {label}".rstrip(), spot.role)


def field_of(document: Document, path: Path) -> str:
    """The field at a path, or around it, as ``"key": value``; nothing for a whole layer."""
    value: object = document.value
    field, item = "", value
    for key in path:
        try:
            value = value[key]  # type: ignore[index]  # what cannot be is caught
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(key, str):
            field, item = key, value
    ends_in_list = bool(path) and isinstance(path[-1], int) and not isinstance(item, list)
    if not field or ends_in_list or field in {"layers", "config", "model"}:
        return ""
    if isinstance(item, list) and path[-1:] != (field,) and field in {"layers", "inbound_nodes"}:
        return ""
    return f'"{visible(field)}": {_cut(item)}'


def _cut(value: object) -> str:
    text = visible(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= MOST else f"{text[: MOST - 3]}..."


def fix_in_words(document: Document, fix: Fix, options: Options) -> Iterator[str]:
    """A fix as the fields that it changes, and of which layer."""
    how = "fix" if fix.safe else "unsafe fix"
    if document.caller is not None or document.format == "keras":
        how = "change"  # there is no text that `--fix` could change
    words = f" {visible(fix.message)}" if fix.message else ""
    yield f"{options.paint(f'{how}:', 'help')}{words}"
    for edit in fix.edits:
        yield f"  {options.paint(_edit(document, edit), 'added')}"


def _edit(document: Document, edit: Edit) -> str:
    """An edit as a sentence, or as the two values around an arrow, with the name of its layer."""
    row = _row_at(document, edit.path)
    layer = None if row is None else layers_of(document)[row]
    text, name = _text(edit), "" if layer is None else f'"{visible(layer.name)}"'
    of = f" of {name}" if name else ""
    if layer is not None and layer.path == edit.path:
        before, of = name, ""
    elif len(edit.path) > 1 and isinstance(edit.path[-1], int):
        before = _cut(value_at(document.value, edit.path))
        of = f' in "{visible(str(edit.path[-2]))}"{of}'
    else:
        before = field_of(document, edit.path) or "this"
    if edit.action == "remove":
        return f"{before}{of} is taken out"
    if edit.action == "insert_field":
        return f"{text} is added{f' to {name}' if name else ''}"
    if edit.action != "replace":
        return f"{text} is added {edit.action.removeprefix('insert_')} {before}"
    if edit.part == "key":
        return f'"{visible(str(edit.path[-1]))}" -> {text}{of}'
    return f"{before} -> {text}{of}"


def _text(edit: Edit) -> str:
    """Text of an edit; an object of a Keras file as a call of its class."""
    from kspec.report.comparison import expression

    if edit.text.startswith("{") and '"class_name"' in edit.text:
        return visible(expression(json.loads(edit.text)))
    return visible(edit.text)
