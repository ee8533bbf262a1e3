"""Findings on facts that stand nowhere in the document, because arrays show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kspec.linter.finding import Finding
    from kspec.source.document import Document
    from kspec.spec.problem import Path


def at_written_place(finding: Finding, document: Document) -> Finding:
    """The finding at a place that is written: a related one, else what encloses it."""
    related = tuple(item for item in finding.related if _is_written(item.path, document))
    path = finding.path
    if not _is_written(path, document):
        path = related[0].path if related else _enclosing(path, document)
        related = related[1:]
    if path == finding.path and related == finding.related:
        return finding
    return finding._replace(path=path, related=related)


def _is_written(path: Path, document: Document) -> bool:
    return _enclosing(path, document) == path


def _enclosing(path: Path, document: Document) -> Path:
    """As much of a path as the document has."""
    here: Any = document.value
    for length, key in enumerate(path):
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            return path[:length]
    return path
