"""Edits of a text with brackets and commas: JSON, JSONC, and YAML's flow style."""

import bisect

from kspec.linter.change import Change
from kspec.linter.finding import Edit
from kspec.linter.text_lines import Lines
from kspec.source.document import Document
from kspec.source.outline import Node, Span


class BracketText(Lines):
    """The text of a document and where its comments are."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.text)
        self.yaml = document.format == "yaml"
        self.comments = [span for _, span in document.outline.comments]

    def changes(self, edit: Edit, nodes: list[Node]) -> list[Change]:
        """The changes of an edit; ``nodes`` leads from the root to the edited one."""
        node = nodes[-1]
        if edit.action == "replace":
            return self.replace(edit, node)
        if edit.action == "insert_field":
            return self.insert_into(node, edit.text)
        if len(nodes) == 1:
            return []
        siblings = list((nodes[-2].children or {}).values())
        if edit.action == "insert_after":
            return self.insert_after(entry(node), edit.text)
        if edit.action == "insert_before":
            return self.insert_before(entry(node), edit.text)
        return self.remove(nodes[-2], siblings, siblings.index(node))

    def replace(self, edit: Edit, node: Node) -> list[Change]:
        """The part with another text."""
        span = node.key if edit.part == "key" and node.key else node.value
        if edit.part == "entry":
            span = entry(node)
        text = edit.text
        if self.yaml:
            from kspec.linter.yaml_text import restyled

            text = restyled(text, self.text[span.start : span.end])
        return [Change(span.start, span.end, text)]

    def insert_into(self, node: Node, text: str) -> list[Change]:
        """A new entry, the last of an object."""
        if self.text[node.value.start : node.value.start + 1] != "{":
            return []
        children = list((node.children or {}).values())
        if children:
            return self.insert_after(entry(children[-1]), text)
        inner = Span(node.value.start + 1, node.value.end - 1)
        blank = not self.text[inner.start : inner.end].strip()
        return [Change(inner.start, inner.end if blank else inner.start, text)]

    def insert_after(self, before: Span, text: str) -> list[Change]:
        """A new entry after another: on a line of its own where that one has its own."""
        comma = self.after(before.end)
        follows = self.text[comma : comma + 1] == ","
        end = comma + 1 if follows else before.end
        stop = self.line_end(end)
        if not self.starts_line(before.start) or self.after(end) < stop:
            return [Change(end, end, f" {text}," if follows else f", {text}")]
        line = f"{self.newline}{self.indent(before.start)}{text}"
        if follows:
            return [Change(stop, stop, f"{line},")]
        if stop == end:
            return [Change(end, end, f",{line}")]
        return [Change(end, end, ","), Change(stop, stop, line)]

    def insert_before(self, following: Span, text: str) -> list[Change]:
        """A new entry before another: on a line of its own where that one has its own."""
        start = following.start
        if not self.starts_line(start):
            return [Change(start, start, f"{text}, ")]
        return [Change(start, start, f"{text},{self.newline}{self.indent(start)}")]

    def remove(self, parent: Node, siblings: list[Node], index: int) -> list[Change]:
        """The entry taken out, with its comma and the line it leaves empty."""
        span = entry(siblings[index])
        if len(siblings) == 1:
            return self._remove_only(parent, span)
        comma = self.after(span.end)
        if self.text[comma : comma + 1] == ",":
            return [self._without(Span(span.start, comma + 1))]
        before = entry(siblings[index - 1]).end
        comma = self.after(before)
        if not self.starts_line(span.start) and not self._comment_in(comma, span.start):
            return [Change(comma, span.end, "")]
        return [Change(comma, comma + 1, ""), self._without(span)]

    def _remove_only(self, parent: Node, span: Span) -> list[Change]:
        inner = Span(parent.value.start + 1, parent.value.end - 1)
        if self._comment_in(*inner):
            comma = self.after(span.end)
            end = comma + 1 if self.text[comma : comma + 1] == "," else span.end
            return [self._without(Span(span.start, end))]
        return [Change(*inner, "")]

    def _without(self, span: Span) -> Change:
        stop = self.line_end(span.end)
        if self.starts_line(span.start) and self.after(span.end) >= stop:
            return Change(self.line_start(span.start), self.next_line(stop), "")
        end = span.end
        while self.text[end : end + 1] in {" ", "\t"}:
            end += 1
        return Change(span.start, end, "")

    def after(self, offset: int) -> int:
        """The offset of the next character that is neither blank nor part of a comment."""
        while offset < len(self.text):
            if self.text[offset].isspace():
                offset += 1
                continue
            at = bisect.bisect_right(self.comments, (offset, len(self.text))) - 1
            if at < 0 or self.comments[at].end <= offset:
                break
            offset = self.comments[at].end
        return offset

    def _comment_in(self, start: int, end: int) -> bool:
        return any(start <= comment.start < end for comment in self.comments)


def entry(node: Node) -> Span:
    """Span from the start of the key, where there is one, to the end of the value."""
    return Span(node.start, node.value.end)
