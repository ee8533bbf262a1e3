"""Edits of YAML's block style, whose structure is in lines and indentation."""

import json
import re

from kspec.linter.bracket_edits import BracketText, entry
from kspec.linter.change import Change
from kspec.linter.finding import Edit
from kspec.linter.yaml_text import block, field, is_inline, restyled
from kspec.source.outline import Node, Span

_COLON = re.compile(r":[ \t]*(?:\r\n|\r|\n)?[ \t]*").fullmatch


class BlockText(BracketText):
    """The text of a YAML document, edited outside of brackets."""

    def replace(self, edit: Edit, node: Node) -> list[Change]:
        """The part with another text; a collection is written in block style."""
        if edit.part == "key" and node.key:
            old = self.text[node.key.start : node.key.end]
            return [Change(*node.key, restyled(edit.text, old))]
        if edit.part == "entry":
            key, value = _pair(edit.text)
            return [Change(*entry(node), field(key, value, self.column(node.start), self.newline))]
        value = json.loads(edit.text)
        if self.follows_key(node):
            column = self.column(node.start)
            written = field("k", value, column, self.newline).removeprefix("k:")
            if is_inline(value):
                written = " " + restyled(edit.text, self.text[node.value.start : node.value.end])
            return [Change(self.after_key(node), node.value.end, written)]
        return [Change(*node.value, block(value, self.column(node.value.start), self.newline))]

    def follows_key(self, node: Node) -> bool:
        """Whether only the colon and blanks are between the key and the value."""
        return node.key is not None and bool(_COLON(self.text[node.key.end : node.value.start]))

    def after_key(self, node: Node) -> int:
        """The offset after the colon of the key."""
        return node.value.start if node.key is None else node.key.end + 1

    def insert_into(self, node: Node, text: str) -> list[Change]:
        """A new entry below the last one of a mapping."""
        children = list((node.children or {}).values())
        if not children:
            return []
        key, value = _pair(text)
        column = self.column(children[0].start)
        return [
            self._below(children[-1].value.end, column, field(key, value, column, self.newline))
        ]

    def insert_after(self, before: Span, text: str) -> list[Change]:
        """A new item below another one of a sequence."""
        dash = self._dash(before.start)
        if dash is None:
            return []
        column = self.column(dash)
        item = block(json.loads(text), column + 2, self.newline)
        return [self._below(before.end, column, f"- {item}")]

    def insert_before(self, following: Span, text: str) -> list[Change]:
        """A new item above another one of a sequence."""
        dash = self._dash(following.start)
        if dash is None:
            return []
        column = self.column(dash)
        item = block(json.loads(text), column + 2, self.newline)
        return [Change(dash, dash, f"- {item}{self.newline}{' ' * column}")]

    def remove(self, parent: Node, siblings: list[Node], index: int) -> list[Change]:
        """Remove the lines of the entry; an empty parent becomes ``[]`` or ``{}``."""
        span = entry(siblings[index])
        if len(siblings) == 1:
            empty = "[]" if siblings[0].key is None else "{}"
            if self.follows_key(parent):
                return [Change(self.after_key(parent), parent.value.end, f" {empty}")]
            return [Change(*parent.value, empty)]
        start: int | None = span.start
        if siblings[index].key is None:
            start = self._dash(span.start)
        if start is None:
            return []
        if self.starts_line(start) or self.column(start) == 0:
            return [Change(self.line_start(start), self.next_line(self.line_end(span.end)), "")]
        following = siblings[index + 1 :]
        return [Change(start, following[0].start, "")] if following else []

    def _below(self, offset: int, column: int, text: str) -> Change:
        end = self.line_end(offset)
        return Change(end, end, f"{self.newline}{' ' * column}{text}")

    def _dash(self, offset: int) -> int | None:
        """The dash of the item that begins here."""
        before = self.text[:offset].rstrip(" \t\r\n")
        return len(before) - 1 if before.endswith("-") else None


def _pair(text: str) -> tuple[str, object]:
    ((key, value),) = json.loads(f"{{{text}}}").items()
    return key, value
