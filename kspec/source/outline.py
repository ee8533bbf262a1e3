"""Where the parts of a value stand in its text: spans, nodes and the comments between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Key = str | int
Path = tuple[Key, ...]


class Span(NamedTuple):
    """Half-open range of character (code point) offsets; empty where something is missing."""

    start: int
    end: int


class SyntaxProblem(NamedTuple):
    """One thing wrong with a text, in words for the person who wrote it.

    `kind` is one of `invalid_syntax`, `duplicate_key`, `non_finite_number`, `limit_exceeded`,
    `archive_unsafe` and `unreadable`.
    """

    kind: str
    message: str
    hint: str | None
    span: Span
    related: tuple[tuple[Span, str], ...] = ()
    mends: tuple[tuple[Span, str], ...] = ()
    """What to write in the place of what, where the meaning is clear."""


class Comment(NamedTuple):
    """A comment without its markers, and the node that it stands beside or before."""

    text: str
    span: Span
    path: Path


class Node:
    """The place of one value: its span, its key's span in a mapping, and its children."""

    __slots__ = ("children", "key", "value")

    def __init__(self, value: Span, children: dict[Key, Node] | None = None) -> None:
        self.value = value
        self.key: Span | None = None
        self.children = children

    @property
    def start(self) -> int:
        """Offset of the entry: of the key where there is one."""
        return (self.key or self.value).start


class Outline(NamedTuple):
    """The node of the whole value, and the comments (text without markers, span) in order."""

    root: Node
    comments: tuple[tuple[str, Span], ...] = ()


class Scan(NamedTuple):
    """What reading one text gave; the outline is read on first use."""

    value: object
    problems: tuple[SyntaxProblem, ...]
    read_outline: Callable[[], Outline]
    parsed: bool = True


def unread(text: str, *problems: SyntaxProblem) -> Scan:
    """The scan of a text that gives no value, for these reasons."""
    return Scan(None, problems, lambda: Outline(Node(Span(0, len(text)))), parsed=False)


def commented_path(root: Node, comment: Span, line_start: int) -> Path:
    """The path of the node that a comment is about.

    The outermost entry that starts or closes before it on its own line wins, the last of
    several; else the next entry; else the container that the comment closes.
    """
    path: Path = ()
    if _is_about_all(root, comment, line_start):
        return path
    node = root
    while True:
        inside, following = _neighbours(node, comment, line_start)
        chosen = following if inside is None else inside
        if chosen is None or node.children is None:
            return path
        child = node.children[chosen]
        if child.value.end < node.value.end <= comment.start:
            return path
        path, node = (*path, chosen), child
        if inside is None or node.start >= line_start:
            return path


def _is_about_all(root: Node, comment: Span, line_start: int) -> bool:
    if line_start <= root.start < comment.start < root.value.end:
        return all(child.start > comment.start for child in (root.children or {}).values())
    return root.start >= line_start


def _neighbours(node: Node, comment: Span, line_start: int) -> tuple[Key | None, Key | None]:
    inside = None
    for key, child in (node.children or {}).items():
        if child.start > comment.start:
            return inside, key
        if child.value.end > line_start:
            inside = key
    return inside, None
