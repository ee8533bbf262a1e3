"""Snapshots of texts: a version with its findings and models."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kspec.linter.engine import span_of
from kspec.linter.program import ProgramDocument
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lsprotocol import types

    from kspec.analysis.model import Analysis, Place
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked
    from kspec.lsp.positions import Positions
    from kspec.source.document import Document
    from kspec.source.outline import Node, Path, Span
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Part


class Model:
    """Model in a text: the document with its parts, and its analysis, made on the first access.
    ``name`` is its name in code.
    """

    def __init__(
        self, document: Document, analyse: Callable[[], Analysis | None], name: str = ""
    ) -> None:
        self.document = document
        self.name = name
        self._analyse = analyse

    @cached_property
    def analysis(self) -> Analysis | None:
        """Analysis of the model; None where the model cannot be read."""
        return self._analyse()

    @property
    def spec(self) -> ModelSpec | None:
        """The spec, None where it makes no network."""
        return None if self.analysis is None else self.analysis.spec

    @property
    def is_code(self) -> bool:
        """Whether the model is written in Python."""
        return self.document.format == "python"

    def path_at(self, offset: int) -> Path:
        """Path of the innermost part around an offset; parts of code may be anywhere."""
        if not self.is_code:
            return self.document.path_at(offset)
        around = [
            (node.value.end - node.start, -len(path), path)
            for path, node in _nodes(self.document.outline.root)
            if node.start <= offset < node.value.end
        ]
        return min(around, default=(0, 0, ()), key=lambda item: item[:2])[2]

    @property
    def places(self) -> list[Place]:
        """Layers of the model, and of the models inside it."""
        return [] if self.analysis is None else self.analysis.places


def _nodes(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    for key, child in (node.children or {}).items():
        yield (*path, key), child
        yield from _nodes(child, (*path, key))


class Content(NamedTuple):
    """Content of a text: its findings, and its models. ``check`` lints a fixed document
    under the same settings.
    """

    checked: Checked
    models: tuple[Model, ...]
    check: Callable[[Document], Checked]

    @property
    def is_code(self) -> bool:
        """Whether the text is Python."""
        return self.checked.document.format == "python"

    @property
    def makes_network(self) -> bool:
        """Whether the text is readable and its models are networks; code has at least one model,
        since a half-written name is Python too.
        """
        document = self.checked.document
        if self.is_code:
            is_program = isinstance(document, ProgramDocument) and document.is_readable
            return is_program and bool(self.models)
        return all(model.spec is not None for model in self.models)


class Snapshot:
    """Snapshot of a text.

    ``content`` is None for a text that is no spec and no Keras code, or could not be linted under
    its settings; then ``trouble`` is the reason.
    """

    def __init__(
        self,
        uri: str,
        version: int | None,
        positions: Positions,
        content: Content | None = None,
        trouble: str = "",
    ) -> None:
        self.uri = uri
        self.version = version
        self.positions = positions
        self.content = content
        self.trouble = trouble

    @property
    def text(self) -> str:
        """The text."""
        return self.positions.text

    @property
    def models(self) -> tuple[Model, ...]:
        """The models that it holds."""
        return () if self.content is None else self.content.models

    @property
    def document(self) -> Document | None:
        """Document of the findings."""
        return None if self.content is None else self.content.checked.document

    @property
    def findings(self) -> list[Finding]:
        """All findings, in the order of the text."""
        return [] if self.content is None else self.content.checked.findings

    def span(self, finding: Finding) -> tuple[int, int]:
        """Span of a finding."""
        return (0, 0) if self.document is None else span_of(finding, self.document)

    def findings_in(self, start: int, end: int) -> Iterator[Finding]:
        """The findings that are shown in some part of the text."""
        for finding in self.findings:
            first, last = self.span(finding)
            if first <= end and start <= max(first, min(last, self.positions.line_end(first))):
                yield finding


class View:
    """View of the present text through the last version of it with a network, which keeps answers
    available during edits; places of that version are moved by the edits since.
    """

    def __init__(self, now: Snapshot, known: Snapshot) -> None:
        self.now = now
        self.known = known

    @property
    def positions(self) -> Positions:
        """The lines of the present text."""
        return self.now.positions

    @property
    def models(self) -> tuple[Model, ...]:
        """The models that are known."""
        return self.known.models

    @property
    def is_present(self) -> bool:
        """Whether the present text is the one that is known."""
        return self.now is self.known

    @cached_property
    def _same(self) -> tuple[int, int]:
        """Lengths of the common start and the common end of the two texts."""
        return shared_ends(self.known.text, self.now.text)

    def present(self, offset: int) -> int | None:
        """Offset in the present text; None for a part that was overwritten."""
        return self._moved(offset, self.known, self.now)

    def before(self, offset: int) -> int | None:
        """Offset in the text before; None for a new part."""
        return self._moved(offset, self.now, self.known)

    def _moved(self, offset: int, old: Snapshot, new: Snapshot) -> int | None:
        if self.is_present:
            return offset
        first, last = self._same
        if offset <= first:
            return offset
        if offset >= len(old.text) - last:
            return offset + len(new.text) - len(old.text)
        return None

    def span(self, model: Model, path: Path, part: Part = "value") -> Span | None:
        """Present span of a node; None where an end of it was overwritten."""
        old = model.document.span(path, part)
        start, end = self.present(old.start), self.present(old.end)
        if start is None or end is None or (end <= start and old.end > old.start):
            return None
        return old._replace(start=start, end=end)

    def range(self, model: Model, path: Path, part: Part = "value") -> types.Range | None:
        """Range of a node in the protocol's notation."""
        span = self.span(model, path, part)
        return None if span is None else self.positions.range(*span)


def shared_ends(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common start of two texts, and of the common end behind it.

    Text inserted before a line with a common beginning belongs to neither: they part at a line.
    """
    most = min(len(old), len(new))
    first = _longest(most, lambda size: old[:size] == new[:size])
    last = _longest(most, lambda size: not size or old[-size:] == new[-size:])
    if first + last > most:
        line = old.rfind("\n", 0, first) + 1
        first = max(line, most - last)
        last = most - first
    return first, last


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
