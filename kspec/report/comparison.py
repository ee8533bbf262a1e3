"""Text output of a comparison of two specs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kspec.analysis.comparison.values import ABSENT, Change
from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary_table import count_text
from kspec.report.options import DEFAULT
from kspec.source.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.comparison.comparison import Comparison
    from kspec.analysis.comparison.layers import LayerChange
    from kspec.report.options import Options

SIGNS = {"added": "+", "removed": "-", "changed": "~", "affected": " "}
ROLES = {"added": "added", "removed": "removed", "changed": "warning"}
NAME = ("name",)
"""Path of the name, whose change is shown with the new name."""
LONGEST = 100
"""Characters of a value that are shown."""


def render(comparison: Comparison, options: Options = DEFAULT) -> str:
    """Render layers, effects of their changes on others, settings, and the sizes."""
    if comparison.same:
        return "The two say the same."
    parts = []
    changed = [change for change in comparison.layers if change.kind != "affected"]
    affected = [change for change in comparison.layers if change.kind == "affected"]
    if changed:
        parts.append(["Layers", *(line for one in changed for line in _layer(one, options))])
    if affected:
        lines = _aligned([(one.path, _sizes(one)) for one in affected])
        parts.append(["Layers that follow", *(f"  {visible(line)}" for line in lines)])
    if comparison.settings:
        rows = [(_place(one), _sides(one)) for one in comparison.settings]
        signs = [_sign(one) for one in comparison.settings]
        parts.append(["Settings", *_signed(signs, _aligned(rows), options)])
    parts.append(list(_totals(comparison)))
    titled = [[options.paint(head, "title"), *lines] for head, *lines in parts]
    return "\n\n".join("\n".join(lines) for lines in titled)


def _layer(change: LayerChange, options: Options) -> Iterator[str]:
    was = change.old.name if change.old is not None else change.entry.name
    before = f", was {was}" if was != change.entry.name else ""
    head = f"{SIGNS[change.kind]} {change.path} ({change.entry.kind}{before})"
    yield f"  {options.paint(visible(head), ROLES[change.kind])}"
    rows = [(_place(one), _both(one)) for one in change.fields if one.path != NAME]
    if change.one_sided:
        rows = [(name, value_text(value)) for name, value in change.entry.fields.items()]
    for label, text in (("output", _shapes(change)), ("params", _params(change))):
        if text:
            rows.append((label, text))
    yield from (f"      {visible(line)}" for line in _aligned(rows))


def _signed(signs: list[str], lines: list[str], options: Options) -> Iterator[str]:
    roles = {sign: ROLES[kind] for kind, sign in SIGNS.items() if kind in ROLES}
    for sign, line in zip(signs, lines, strict=True):
        yield f"  {options.paint(sign, roles[sign])} {visible(line)}"


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"{name.ljust(width)}  {text}".rstrip() for name, text in rows]


def _place(change: Change) -> str:
    return ".".join(change.path)


def _sign(change: Change) -> str:
    if change.old is ABSENT:
        return SIGNS["added"]
    return SIGNS["removed" if change.new is ABSENT else "changed"]


def _sides(change: Change) -> str:
    """``old -> new``; of a setting that only one side has, its value after its sign."""
    if change.old is ABSENT or change.new is ABSENT:
        return value_text(change.new if change.old is ABSENT else change.old)
    return _both(change)


def _both(change: Change) -> str:
    return f"{value_text(change.old)} -> {value_text(change.new)}"


def value_text(value: object) -> str:
    """Value in Keras's notation, a string without its quotes; a long text is cut."""
    if value is None or value is ABSENT:
        return "not set"
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and value and isinstance(value[0], str | dict):
        text = ", ".join(one if isinstance(one, str) else expression(one) for one in value)
    else:
        text = expression(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def expression(value: object) -> str:
    """A value as an expression of Python, an object as a call of its class."""
    if isinstance(value, dict):
        called = value.get("type", value.get("class_name"))
        fields = value.get("config", value) if "class_name" in value else value
        if isinstance(called, str) and isinstance(fields, dict):
            named = [f"{key}={expression(item)}" for key, item in fields.items() if key != "type"]
            return f"{called}({', '.join(named)})"
        entries = (f"{expression(key)}: {expression(item)}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, list):
        items = ", ".join(map(expression, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _sizes(change: LayerChange) -> str:
    texts = [_shapes(change), _params(change) and f"params {_params(change)}"]
    return "  ".join(filter(None, texts))


def _shapes(change: LayerChange) -> str:
    shapes = [None if one is None else shape_text(one.shape) for one in (change.old, change.new)]
    return _step(shapes)


def _params(change: LayerChange) -> str:
    counts = [None if one is None else count_text(one.params) for one in (change.old, change.new)]
    return "" if set(counts) <= {None, "0"} else _step(counts)


def _step(sides: list[str | None]) -> str:
    """``old -> new``; one side alone where the other is unknown, and nothing where both are the
    same.
    """
    known = [side for side in sides if side is not None]
    if len(known) == len(sides):
        return "" if sides[0] == sides[1] else " -> ".join(known)
    return known[0]


def _totals(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    yield "Parameters"
    pairs = (
        ("trainable", old.trainable_params, new.trainable_params),
        ("non-trainable", old.non_trainable_params, new.non_trainable_params),
    )
    rows = []
    for label, before, after in pairs:
        text = _step([count_text(before), count_text(after)]) or f"{count_text(after)}, as before"
        if before is not None and after is not None and before != after:
            text += f" ({after - before:+,})"
        rows.append((label, text))
    yield from (f"  {line}" for line in _aligned(rows))
