"""YAML 1.2 to plain values and spans, from the events of PyYAML's parser (libyaml's if present).

Events, not nodes: nothing here recurses, no object but plain data is ever made, and depth, size
and aliases are counted on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from kspec.named_tuple import NamedTuple
from kspec.source.json_hints import Slip, shorten
from kspec.source.limits import MAX_ALIASED_NODES, MAX_DEPTH, MAX_NODES
from kspec.source.notes import EndOfScanError, Notes
from kspec.source.outline import Key, Node, Outline, Scan, Span, SyntaxProblem, unread
from kspec.source.yaml_comments import find_comments
from kspec.source.yaml_hints import explain, unprintable
from kspec.source.yaml_scalars import resolve, resolve_tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml import (
        AliasEvent,
        CollectionEndEvent,
        CollectionStartEvent,
        DocumentStartEvent,
        Event,
        ScalarEvent,
    )

    _Collection = dict[str, object] | list[object]

_CORE_TAG = "tag:yaml.org,2002:"
_PLAIN_DATA = "A spec is plain data: remove the tag."


def scan_yaml(text: str) -> Scan:
    """Scan a YAML text of one document."""
    problem = unprintable(text)
    if problem:
        return unread(text, problem)
    composer = _Composer(text)
    try:
        composer.compose()
    except EndOfScanError:
        return unread(text, *composer.problems)
    root, scalars = composer.root, composer.scalars
    return Scan(
        composer.value, composer.problems, lambda: Outline(root, find_comments(text, scalars))
    )


def _parse(text: str) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[Event] = yaml.parse(text, Loader=loader)
    return events


class _Frame:
    """A collection that is still open."""

    __slots__ = ("anchor", "children", "end", "flow", "height", "key", "nodes", "start", "value")

    def __init__(self, event: CollectionStartEvent, start: int, value: _Collection) -> None:
        self.anchor: str | None = event.anchor
        self.flow = bool(event.flow_style)
        self.value = value
        self.children: dict[Key, Node] = {}
        self.key: tuple[str, Span] | None = None
        self.start = start
        self.end = start
        self.height = 1
        self.nodes = 1


class _Anchored(NamedTuple):
    value: object
    node: Node
    nodes: int
    height: int


class _Composer(Notes):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.base = 1 if text.startswith("\ufeff") else 0
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchored] = {}
        self.scalars: list[Span] = []
        self.value: object = None
        self.root = Node(Span(0, len(text)))
        self.documents = 0
        self.nodes = 0
        self.aliased = 0

    def compose(self) -> None:
        import yaml

        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: lambda event: self.enter(event, {}),
            yaml.SequenceStartEvent: lambda event: self.enter(event, []),
            yaml.MappingEndEvent: self.leave,
            yaml.SequenceEndEvent: self.leave,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        try:
            for event in _parse(self.text[self.base :]):
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        except yaml.MarkedYAMLError as error:
            self.add(explain(error, self.text, self.base))
            raise EndOfScanError from error
        if not self.documents:
            self.fail("There is no value here: the text is empty.", None, 0, 0)

    def span(self, event: Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(0, 0)
        return Span(start.index + self.base, end.index + self.base)

    def document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            span = self.span(event)
            self.fail("A second document begins here.", "One file holds one document.", *span)

    def scalar(self, event: ScalarEvent) -> None:
        start, end = self.span(event)
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        span = Span(start, end)
        self.scalars.append(span)
        value = self.resolved(event, span)
        if self.stack and self.stack[-1].key is None and isinstance(self.stack[-1].value, dict):
            self.key(self.stack[-1], event, value, span)
            return
        if isinstance(value, Slip):
            self.add(SyntaxProblem(value.kind, value.message, value.hint, span))
            value = value.value
        self.put(_Anchored(value, Node(span), 1, 0), event.anchor)

    def resolved(self, event: ScalarEvent, span: Span) -> object:
        if event.tag in (None, "!"):
            return resolve(event.value) if event.implicit[0] else event.value
        kind = event.tag.removeprefix(_CORE_TAG)
        try:
            return resolve_tagged(kind, event.value)
        except ValueError:
            return self.unknown_tag(event, span)

    def unknown_tag(self, event: ScalarEvent | CollectionStartEvent, span: Span) -> NoReturn:
        tag = str(event.tag).replace(_CORE_TAG, "!!")
        message = f"The tag `{shorten(tag)}` does not make plain data here."
        self.fail(message, _PLAIN_DATA, *span)

    def key(self, frame: _Frame, event: ScalarEvent, value: object, span: Span) -> None:
        key = event.value
        if key == "<<" and not event.style:
            message = "kspec does not read merge keys (`<<`)."
            self.fail(message, "Write the merged entries out.", *span)
        if not isinstance(value, str):
            message = f"The key `{shorten(key)}` is not a string."
            hint = f'Put it in quotes: "{shorten(key)}".'
            self.slip(message, hint, *span)
        if key in frame.value:
            self.duplicate_key(key, span, frame.children[key].key or span)
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(key, Node(span), 1, 0)
        frame.key = (key, span)

    def enter(self, event: CollectionStartEvent, value: _Collection) -> None:
        span = self.span(event)
        self.want_value(span)
        if event.tag not in (None, "!", _CORE_TAG + ("map" if isinstance(value, dict) else "seq")):
            self.unknown_tag(event, span)
        if event.anchor:
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Frame(event, span.start, value))
        if len(self.stack) > MAX_DEPTH:
            self.limit(f"Collections are nested more than {MAX_DEPTH} deep.", span)

    def leave(self, event: CollectionEndEvent) -> None:
        frame = self.stack.pop()
        end = self.span(event).end if frame.flow else frame.end
        node = Node(Span(frame.start, end), frame.children)
        self.put(_Anchored(frame.value, node, frame.nodes, frame.height), frame.anchor)

    def alias(self, event: AliasEvent) -> None:
        span = self.span(event)
        self.want_value(span)
        name = event.anchor or ""
        anchored = self.anchors.get(name)
        if anchored is None:
            message = f"The alias `*{shorten(name)}` names no value that ends before it."
            hint = 'Name one with `&`, or put text that begins with "*" in quotes.'
            self.fail(message, hint, *span)
        self.aliased += anchored.nodes
        if self.aliased > MAX_ALIASED_NODES:
            self.limit(f"Aliases repeat more than {MAX_ALIASED_NODES} values.", span)
        if len(self.stack) + anchored.height > MAX_DEPTH:
            self.limit(f"Aliases nest collections more than {MAX_DEPTH} deep.", span)
        self.put(anchored._replace(node=Node(span, anchored.node.children)), None)

    def want_value(self, span: Span) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame and frame.key is None and isinstance(frame.value, dict):
            message = "A key is a string, not a collection or an alias."
            self.fail(message, "Write `key: value`.", span.start, span.start + 1)

    def put(self, anchored: _Anchored, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = anchored
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.limit(f"The text holds more than {MAX_NODES} values.", anchored.node.value)
        if not self.stack:
            self.value, self.root = anchored.value, anchored.node
            return
        frame = self.stack[-1]
        frame.height = max(frame.height, anchored.height + 1)
        frame.nodes += anchored.nodes
        frame.end = anchored.node.value.end
        self.place(frame, anchored)

    def place(self, frame: _Frame, anchored: _Anchored) -> None:
        if isinstance(frame.value, list):
            frame.children[len(frame.value)] = anchored.node
            frame.value.append(anchored.value)
        elif frame.key:
            key, anchored.node.key = frame.key
            frame.value[key] = anchored.value
            frame.children[key] = anchored.node
            frame.key = None

    def limit(self, message: str, span: Span) -> NoReturn:
        self.add(SyntaxProblem("limit_exceeded", message, "Write a smaller file.", span))
        raise EndOfScanError
