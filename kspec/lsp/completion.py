"""Completions at a cursor: fields, classes, values, and names of the model itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.analysis.logs import logged_names
from kspec.linter.rules.index import RULES
from kspec.lsp.cursor import in_brackets
from kspec.lsp.cursor_yaml import in_lines
from kspec.lsp.hover import class_text
from kspec.lsp.slots import LINT, TYPES, WIRING, slot_at, values_of
from kspec.named_tuple import NamedTuple
from kspec.service.describe import class_dict
from kspec.spec import registry
from kspec.spec.glossary import glossary
from kspec.spec.layers.base import Layer
from kspec.spec.registry import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.lsp.cursor import Cursor
    from kspec.lsp.slots import Slot
    from kspec.lsp.snapshot import View
    from kspec.spec.spec_object import SpecObject

TRIGGERS = ('"', " ", ":")
FIELD = types.CompletionItemKind.Field


class Choice(NamedTuple):
    """Completion: the word, its kind, and its meaning.

    ``start`` begins the value of a new field, with `$1` at the cursor.
    """

    word: object
    kind: types.CompletionItemKind
    detail: str = ""
    meaning: str = ""
    rank: int = 1
    start: str = ""
    source: tuple[str, str] | None = None
    """Kind and name of the class with the documentation."""


class Style(NamedTuple):
    """Style of words: with quotes in JSON, without them in YAML."""

    is_yaml: bool
    snippets: bool

    def written(self, word: object) -> str:
        """A word as the text has it."""
        if self.is_yaml and isinstance(word, str):
            return word
        return json.dumps(word, ensure_ascii=False)

    def start(self, start: str) -> str:
        """The start of a value."""
        return start.replace('"', "") if self.is_yaml else start


def completions(view: View, offset: int, *, snippets: bool = False) -> list[types.CompletionItem]:
    """Completions at an offset of the present text; none in code."""
    if view.now.content is None or view.now.content.is_code:
        return []
    text = view.positions.text
    style = Style(is_yaml(view), snippets)
    cursor = in_lines(text, offset) if style.is_yaml else in_brackets(text, offset)
    if not cursor.frames:
        return []
    choices = _keys(cursor) if cursor.is_key else _values(slot_at(cursor.frames), view)
    return [_item(choice, cursor, view, style=style) for choice in choices]


def is_yaml(view: View) -> bool:
    """Whether the text is YAML."""
    if view.models:
        return view.models[0].document.format == "yaml"
    return view.now.uri.endswith((".yaml", ".yml"))


def _keys(cursor: Cursor) -> Iterator[Choice]:
    """The fields that the object around the cursor does not have yet."""
    slot, there = slot_at(cursor.frames[:-1]), cursor.frames[-1].entries
    cls = slot.class_of(there)
    if slot.role == "lint":
        yield from (_word(name) for name in LINT if name not in there)
        return
    if slot.registry is not None and not set(TYPES).intersection(there):
        detail = f"the class of the {slot.registry.noun}"
        yield Choice("type", FIELD, detail, rank=0, start='"$1"')
    if cls is not None:
        yield from (one for one in _fields(cls) if one.word not in there)
    if slot.registry is registry.LAYERS and "class_name" not in there:
        yield from (_word(name) for name in WIRING if name not in there)


def _word(name: str) -> Choice:
    return Choice(name, FIELD, meaning=glossary().get(name, ""), rank=3)


def _fields(cls: type[SpecObject]) -> Iterator[Choice]:
    """The fields of a class: those that it needs, then its own, then those of all layers."""
    shared = Layer.written() if issubclass(cls, Layer) else {}
    for field in class_dict("", cls)["fields"]:
        name, takes = field["name"], field["takes"]
        rank = 0 if field["required"] else 3 if name in shared else 1
        default = "required" if field["required"] else f"default {json.dumps(field['default'])}"
        detail = "" if takes == "any value" else f"{takes}, {default}"
        yield Choice(name, FIELD, detail, field["meaning"], rank, _start(takes))


def _start(words: str) -> str:
    """Snippet that begins the value of a field of this type."""
    if words.startswith(("a string", '"', "an initializer", "a loss", "an optimizer")):
        return '"$1"'
    return "[$1]" if words.startswith("a list") else "$1"


def _values(slot: Slot, view: View) -> Iterator[Choice]:
    """The values that fit a place."""
    if slot.role == "kind" and slot.registry is not None:
        for name in slot.registry.names():
            kind = types.CompletionItemKind.Class
            yield Choice(name, kind, source=(slot.registry.noun, name))
    elif slot.role == "rules":
        for entry in RULES:
            yield Choice(entry.name, types.CompletionItemKind.Reference, entry.code)
            yield Choice(entry.code, types.CompletionItemKind.Reference, entry.name, rank=2)
    elif slot.role in NAMES:
        kind = types.CompletionItemKind.Variable
        yield from (Choice(name, kind, detail) for name, detail in NAMES[slot.role](view))
    else:
        for value in values_of(slot):
            yield Choice(value, types.CompletionItemKind.EnumMember)
        if slot.registry is not None and slot.role == "value":
            yield from _named(slot)


def _named(slot: Slot) -> Iterator[Choice]:
    """The strings that name a class of a kind."""
    kinds = slot.registry
    if kinds is None:
        return
    if slot.name in {"metrics", "weighted_metrics"}:
        yield Choice("accuracy", types.CompletionItemKind.EnumMember, rank=0)
    for text in kinds.strings():
        snake = text.islower()
        name = kinds.resolve(text) or text
        kind, rank = types.CompletionItemKind.EnumMember, 1 if snake else 2
        source = (kinds.noun, name)
        yield Choice(text, kind, name if snake else "", rank=rank, source=source)


def _layer_names(view: View) -> Iterator[tuple[str, str]]:
    for model in view.models:
        for place in model.places:
            yield place.node.name, place.node.class_name


def _logs(view: View) -> Iterator[tuple[str, str]]:
    for model in view.models:
        spec = model.spec
        for name in sorted((logged_names(spec) if spec is not None else None) or ("loss",)):
            yield f"val_{name}", "of the validation"
            yield name, "of the training"


NAMES = {"layer_names": _layer_names, "logs": _logs}


def documented(item: types.CompletionItem) -> types.CompletionItem:
    """A thing to write with the meaning of its class, which is only now imported."""
    if isinstance(item.data, list) and len(item.data) == 2 and item.data[0] in REGISTRIES:
        noun, name = item.data
        cls = REGISTRIES[noun].find(name)
        if cls is not None:
            item.documentation = _markdown(class_text(noun, cls))
    return item


def _markdown(text: str) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


def _item(choice: Choice, cursor: Cursor, view: View, *, style: Style) -> types.CompletionItem:
    """The choice as an edit that replaces the word under the cursor."""
    label = choice.word if isinstance(choice.word, str) else json.dumps(choice.word)
    written = style.written(choice.word)
    text, is_snippet = written, False
    if cursor.is_key and not cursor.has_colon:
        is_snippet = style.snippets and bool(choice.start)
        start = style.start(choice.start) if is_snippet else ""
        text = f"{written}: {start}"
    return types.CompletionItem(
        label,
        kind=choice.kind,
        detail=choice.detail or None,
        documentation=_markdown(choice.meaning),
        data=list(choice.source) if choice.source else None,
        sort_text=f"{choice.rank}{label}",
        filter_text=written,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        text_edit=types.TextEdit(view.positions.range(cursor.start, cursor.end), text),
    )
