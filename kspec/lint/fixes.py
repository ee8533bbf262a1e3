"""Fixes as changes of the text: by span, so that comments and layout stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kspec.lint.finding import Fix
    from kspec.source.document import Document


class Change(NamedTuple):
    """Text to put in the place of a span of offsets."""

    start: int
    end: int
    text: str


def changes(document: Document, fix: Fix) -> list[Change]:
    """One change for each edit of a fix."""
    return [Change(*document.span(edit.path, edit.part), edit.text) for edit in fix.edits]
