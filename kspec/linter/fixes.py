"""Fixes as changes of the text: by span, so that comments and layout stay."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kspec.linter.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.linter.block_edits import BlockText
    from kspec.linter.bracket_edits import BracketText
    from kspec.linter.finding import Edit, Fix
    from kspec.source.document import Document
    from kspec.source.outline import Node, Position


def changes(document: Document, fix: Fix) -> list[Change]:
    """The changes of a fix in the order of the text; none where it cannot be made there.

    A `.keras` archive is never changed, nor a text in which a path of the fix leads nowhere.
    """
    ordered = sorted(change for _, part in changes_by_edit(document, fix) for change in part)
    return ordered if not any(clash(a, b) for a, b in pairwise(ordered)) else []


def changes_by_edit(document: Document, fix: Fix) -> list[tuple[Edit, list[Change]]]:
    """The changes of each edit of a fix, or an empty list where one of them cannot be made."""
    if document.format == "keras":
        return []
    pairs = [(edit, _changes(document, edit)) for edit in fix.edits]
    return pairs if all(part for _, part in pairs) else []


def clash(first: Change, second: Change) -> bool:
    """Whether two changes touch the same text; the first starts no later than the second."""
    return second.start < first.end or first.start == second.start


def applied(text: str, changes_: Iterable[Change]) -> str:
    """The text with changes that do not clash."""
    for change in sorted(changes_, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def changes_in_file(document: Document, fix: Fix) -> Iterator[tuple[Position, Position, str]]:
    """The changes of a fix by their places in the file itself: of a notebook, in its JSON."""
    changes_, notebook = changes(document, fix), document.notebook
    if notebook is None:
        for start, end, text in changes_:
            yield document.position(start), document.position(end), text
    else:
        from kspec.source.notebook_edits import rewrites

        for span, text in rewrites(notebook, changes_):
            yield notebook.position(span.start), notebook.position(span.end), text


def file_with(document: Document, changes_: Iterable[Change]) -> str:
    """The text of the document's file with changes that do not clash."""
    if document.notebook is None:
        return applied(document.text, changes_)
    from kspec.source.notebook_edits import with_changes

    return with_changes(document.notebook, changes_)


def _changes(document: Document, edit: Edit) -> list[Change]:
    if edit.span is not None:
        return [Change(*edit.span, edit.text)]
    nodes = _nodes(document, edit)
    if nodes is None:
        return []
    if document.format == "python":
        from kspec.linter.python_edits import PythonText

        return PythonText(document).changes(edit, nodes)
    if document.format == "yaml" and not _in_brackets(document.text, nodes, edit):
        return _block_text(document).changes(edit, nodes)
    return _bracket_text(document).changes(edit, nodes)


@lru_cache(maxsize=1)  # all fixes of a report use the same
def _block_text(document: Document) -> BlockText:
    from kspec.linter.block_edits import BlockText

    return BlockText(document)


@lru_cache(maxsize=1)
def _bracket_text(document: Document) -> BracketText:
    from kspec.linter.bracket_edits import BracketText

    return BracketText(document)


def _nodes(document: Document, edit: Edit) -> list[Node] | None:
    """Nodes from the root to the edited one; None for a missing one, or one of an alias."""
    nodes, code = [document.outline.root], document.format == "python"
    for key in edit.path:
        parent = nodes[-1]
        child = (parent.children or {}).get(key)
        if child is None or not (code or _holds(parent, child)):
            return None
        nodes.append(child)
    return nodes


def _holds(parent: Node, child: Node) -> bool:
    return parent.value.start <= child.value.start <= parent.value.end


def _in_brackets(text: str, nodes: list[Node], edit: Edit) -> bool:
    """Whether the edited entry is in a collection with brackets (YAML's flow style)."""
    containers = nodes if edit.action == "insert_field" else nodes[:-1]
    return any(text[node.value.start : node.value.start + 1] in ("{", "[") for node in containers)


def forget() -> None:
    """Clear the caches of the last document, for a process with documents of strangers."""
    _block_text.cache_clear()
    _bracket_text.cache_clear()
