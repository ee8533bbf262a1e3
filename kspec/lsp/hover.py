"""Hover texts: a layer, a field, the class of a name, a rule."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary import BYTES, row_of, shapes_of
from kspec.analysis.summary_table import count_text, size_text
from kspec.linter.rule_page import read_page
from kspec.linter.selection import entry_named
from kspec.lsp.slots import TYPES, frames_of, slot_at
from kspec.service.describe import class_dict
from kspec.source.outline import value_at
from kspec.spec.misplaced import BY_SHAPES
from kspec.spec.model import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Place
    from kspec.lsp.slots import Slot
    from kspec.lsp.snapshot import Model, View
    from kspec.source.outline import Path, Span
    from kspec.spec.layers.weight import Weight
    from kspec.spec.spec_object import SpecObject

MOST_WEIGHTS = 12
"""Weights that are listed."""
_WORD = re.compile(r"[\w-]+")


def hover(view: View, offset: int) -> types.Hover | None:
    """Hover text at an offset of the present text: of the node, then of its findings."""
    parts: list[str] = []
    place: Span | None = None
    known = view.before(offset)
    for model in view.models:
        path = () if known is None else model.path_at(known)
        if path and not parts:
            parts = list(_of_path(model, path))
            place = view.span(model, path, "entry")
    parts += _of_rules(view, offset)
    if not parts:
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)),
        None if place is None else view.positions.first_line(*place),
    )


def _of_path(model: Model, path: Path) -> Iterator[str]:
    value = value_at(model.document.value, path)
    slot = slot_at(frames_of(model.document.value, path))
    place = _place_at(model, path)
    named = isinstance(value, str) and value not in BY_SHAPES
    if slot.role in {"kind", "value"} and slot.registry is not None and named:
        cls = slot.registry.find(str(value))
        if cls is not None and not (slot.role == "kind" and place is not None):
            yield class_text(slot.registry.noun, cls)
    elif slot.field is not None and not (model.is_code and slot.owner is ModelSpec):
        yield from _of_field(slot)
    if place is not None and (slot.owner is None or path[-1] in (*TYPES, "name", "class_name")):
        yield layer_text(place)


def _place_at(model: Model, path: Path) -> Place | None:
    """The innermost layer around a path."""
    around = [
        place
        for place in model.places
        if place.node.path and path[: len(place.node.path)] == place.node.path
    ]
    return max(around, key=lambda place: len(place.node.path), default=None)


def layer_text(place: Place) -> str:
    """Text of a layer: its class, input and output shapes, and weights."""
    node, results = place.node, place.results
    lines = [f"**{node.name}** `{node.class_name}`"]
    if results:
        shapes = [shape_text(shapes_of(x)) for x in place.inputs]
        given_text = f"{', '.join(shapes)} → " if shapes else ""
        row = row_of(node, place.trace)
        lines.append(f"`{given_text}{shape_text(row.output_shape)}` {_dtypes(place)}")
    weights = place.weights
    if weights:
        lines.append(_weights(place, weights))
    if node.layer is not None:
        lines.append((type(node.layer).__doc__ or "").strip().partition("\n\n")[0])
    return "\n\n".join(lines)


def _dtypes(place: Place) -> str:
    dtypes = dict.fromkeys(x.dtype for x in place.outputs if x.dtype)
    return ", ".join(dtypes)


def _weights(place: Place, weights: tuple[Weight, ...]) -> str:
    row = row_of(place.node, place.trace)
    layer = place.layer
    size = sum(
        math.prod(dim or 0 for dim in one.shape)
        * BYTES.get(one.dtype or (layer.variable_dtype if layer else ""), 4)
        for one in weights
    )
    rows = [
        f"- `{one.name}` {shape_text(list(one.shape))}{'' if one.trainable else ', not trained'}"
        for one in weights[:MOST_WEIGHTS]
    ]
    if len(weights) > MOST_WEIGHTS:
        rows.append(f"- and {len(weights) - MOST_WEIGHTS} more")
    total = count_text(row.params)
    fixed = row.non_trainable_params
    trained = f", {count_text(fixed)} of them not trained" if fixed else ""
    return f"{total} parameters{trained} ({size_text(size)})\n" + "\n".join(rows)


def _of_field(slot: Slot) -> Iterator[str]:
    """Yield the text of a field: its type, its default, and its meaning."""
    name, cls = slot.name, slot.owner
    for field in class_dict("", cls)["fields"] if cls is not None else ():
        if field["name"] == name:
            default = (
                "required" if field["required"] else f"default `{json.dumps(field['default'])}`"
            )
            takes = "" if field["takes"] in {"any value", "a value"} else f"{field['takes']}, "
            yield f"**{name}**: {takes}{default}\n\n{field['meaning']}"


def class_text(noun: str, cls: type[SpecObject]) -> str:
    """Text of a class: its description, and its fields."""
    description = class_dict(noun, cls)
    fields = ", ".join(f"`{field['name']}`" for field in description["fields"])
    return f"**{description['name']}** ({noun})\n\n{description['text']}" + (
        f"\n\nFields: {fields}" if fields else ""
    )


def _of_rules(view: View, offset: int) -> list[str]:
    """The rules whose findings are shown here, or that are named here to be silenced."""
    codes = [finding.code for finding in view.now.findings_in(offset, offset)]
    word = _word_at(view.positions.text, offset)
    if entry_named(word) is not None:
        codes.append(word)
    return [rule_text(code) for code in dict.fromkeys(codes)]


def _word_at(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    for match in _WORD.finditer(text, start, min(len(text), offset + 80)):
        if match.start() <= offset <= match.end():
            return match[0]
    return ""


def rule_text(word: str) -> str:
    """Text of a rule: its title, and its reason."""
    entry = entry_named(word)
    if entry is None:
        return ""
    page = read_page(entry)
    return f"**{entry.code}** {entry.name}: {page.title}\n\n{page.why}"
