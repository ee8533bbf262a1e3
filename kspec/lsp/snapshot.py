"""One version of a text with everything that kspec knows of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kspec.linter.engine import span_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lsprotocol import types

    from kspec.analysis.model import Analysis, Place
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked
    from kspec.lsp.positions import Positions
    from kspec.source.document import Document
    from kspec.source.outline import Path, Span
    from kspec.spec.problem import Part


class Model(NamedTuple):
    """One model in a text: its analysis, and what is shown of it."""

    analysis: Analysis | None
    checked: Checked

    @property
    def document(self) -> Document:
        """Where its parts stand."""
        return self.checked.document

    @property
    def places(self) -> list[Place]:
        """Its layers, and those of the models inside it."""
        return [] if self.analysis is None else self.analysis.places

    @property
    def is_sized(self) -> bool:
        """Whether it makes a network."""
        return self.analysis is not None and self.analysis.spec is not None


class Snapshot:
    """One version of a text.

    ``models`` is empty for a text that is no spec. ``trouble`` says why it could not be linted
    under its settings.
    """

    def __init__(
        self,
        uri: str,
        version: int | None,
        positions: Positions,
        models: tuple[Model, ...] = (),
        trouble: str = "",
    ) -> None:
        self.uri = uri
        self.version = version
        self.positions = positions
        self.models = models
        self.trouble = trouble

    @property
    def text(self) -> str:
        """The text."""
        return self.positions.text

    @property
    def is_sized(self) -> bool:
        """Whether all of its models make networks."""
        return bool(self.models) and all(model.is_sized for model in self.models)

    def findings(self) -> Iterator[tuple[Model, Finding, tuple[int, int]]]:
        """Every finding with its model and its span."""
        for model in self.models:
            for finding in model.checked.findings:
                yield model, finding, span_of(finding, model.document)

    def findings_in(self, start: int, end: int) -> Iterator[tuple[Model, Finding]]:
        """The findings that are shown in some part of the text."""
        for model, finding, (first, last) in self.findings():
            shown_end = max(first, min(last, self.positions.line_end(first)))
            if first <= end and start <= shown_end:
                yield model, finding


class View:
    """The present text, and the last version of it that made a network, so that answers go on while
    somebody writes; places of that version are moved by what was written since.
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
        """How much the two texts share at the start, and at the end."""
        return shared_ends(self.known.text, self.now.text)

    def present(self, offset: int) -> int | None:
        """Where an offset of the known text is now; None for what was written over."""
        return self._moved(offset, self.known, self.now)

    def before(self, offset: int) -> int | None:
        """Where an offset of the present text was; None for what is new."""
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
        """Where a node stands now; None where an end of it was written over."""
        old = model.document.span(path, part)
        start, end = self.present(old.start), self.present(old.end)
        if start is None or end is None or (end <= start and old.end > old.start):
            return None
        return old._replace(start=start, end=end)

    def range(self, model: Model, path: Path, part: Part = "value") -> types.Range | None:
        """The same as a range of the protocol."""
        span = self.span(model, path, part)
        return None if span is None else self.positions.range(*span)


def shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at the start, and behind that at the end."""
    most = min(len(old), len(new))
    first = _longest(most, lambda size: old[:size] == new[:size])
    last = _longest(most - first, lambda size: not size or old[-size:] == new[-size:])
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
