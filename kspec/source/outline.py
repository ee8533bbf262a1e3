"""Outline of a value in its text: spans, nodes and the comments between them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from kspec.named_tuple import NamedTuple

Key = str | int
Children: TypeAlias = "dict[Key, Node] | None"
Path = tuple[Key, ...]

UNBOUND = "\N{LATIN LETTER RETROFLEX CLICK}"
"""Identifier of one character that no program binds: the result of a shell command, and, called, a
program of its own that binds names here.
"""


def pointer(path: Iterable[Key]) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def keys_of(text: str, value: object) -> Path | None:
    """The path that a JSON pointer means in a value; None where it leads nowhere."""
    if text in {"", "/"}:
        return ()
    path: list[Key] = []
    for part in text.removeprefix("/").split("/"):
        key: Key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            if not (part.isdecimal() and int(part) < len(value)):
                return None
            key = int(part)
            value = value[key]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return None
        path.append(key)
    return tuple(path)


def value_at(value: object, path: Iterable[Key]) -> object:
    """The part of a value at a path; None where there is none."""
    here: Any = value
    for key in path:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return None
    return here


class Span(NamedTuple):
    """Half-open range of character (code point) offsets; empty where something is missing."""

    start: int
    end: int


class Position(NamedTuple):
    """1-based line, 1-based column in code points, and 0-based offset into the text.

    In a notebook the line is one of a cell, and ``cell`` its number among all cells from 1.
    """

    line: int
    column: int
    offset: int
    cell: int | None = None

    def __str__(self) -> str:
        """Position behind the name of a file: ``3:1``, or ``cell 5:3:1``."""
        front = "" if self.cell is None else f"cell {self.cell}:"
        return f"{front}{self.line}:{self.column}"


class SyntaxProblem(NamedTuple):
    """Problem of a text, in words for its author.

    `kind` is one of `invalid_syntax`, `duplicate_key`, `non_finite_number`, `limit_exceeded`,
    `archive_unsafe` and `unreadable`.
    """

    kind: str
    message: str
    hint: str | None
    span: Span
    related: tuple[tuple[Span, str], ...] = ()
    mends: tuple[tuple[Span, str], ...] = ()
    """Spans and their corrected texts, where the meaning is clear."""
    since_keras: int = 0
    """First major version of Keras with this problem, 0 for all."""
    safe: bool = True
    """Whether the corrected text surely means what the author meant."""


Problems = Iterator[SyntaxProblem]


class Comment(NamedTuple):
    """Comment without its markers, and the node beside or after it."""

    text: str
    span: Span
    path: Path


class Node:
    """Place of one value: its span, its key's span in a mapping, and its children, which may be
    read on their first use.
    """

    __slots__ = ("_children", "key", "value")

    def __init__(self, value: Span, children: "Children | Callable[[], Children]" = None) -> None:
        self.value = value
        self.key: Span | None = None
        self._children = children

    @property
    def children(self) -> Children:
        """The nodes inside it by key or index, None for a scalar."""
        if callable(self._children):
            self._children = self._children()
        return self._children

    @property
    def start(self) -> int:
        """Offset of the entry: of the key where there is one."""
        return (self.key or self.value).start


class Outline(NamedTuple):
    """The node of the whole value, and the comments (text without markers, span) in order."""

    root: Node
    comments: tuple[tuple[str, Span], ...] = ()


class Scan(NamedTuple):
    """Result of reading a text; the outline is read on first use."""

    value: object
    problems: tuple[SyntaxProblem, ...]
    read_outline: Callable[[], Outline]
    parsed: bool = True


def unread(text: str, *problems: SyntaxProblem) -> Scan:
    """The scan of a text that gives no value, for these reasons."""
    return Scan(None, problems, lambda: Outline(Node(Span(0, len(text)))), parsed=False)
