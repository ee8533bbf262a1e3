"""Code actions: fix a finding, fix all, silence a finding with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.linter.change import Change
from kspec.linter.fixes import changes
from kspec.linter.fixing import fixed
from kspec.lsp.diagnostics import diagnostic
from kspec.lsp.silence import silenced
from kspec.lsp.snapshot import shared_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kspec.linter.finding import Finding
    from kspec.lsp.pages import Pages
    from kspec.lsp.snapshot import Snapshot
    from kspec.source.document import Document

QUICK_FIX = types.CodeActionKind.QuickFix
FIX_ALL = ("source.fixAll.kspec", "notebook.source.fixAll.kspec")
"""Code action kinds that fix all findings: of a text or a cell, and of a whole notebook."""
KINDS = (QUICK_FIX, *FIX_ALL)


def actions(
    snapshot: Snapshot, selection: types.Range, pages: Pages, only: Sequence[str] | None = None
) -> list[types.CodeAction]:
    """Code actions for the findings in a range; fixing all is left to `with_edit`."""
    code_actions: list[types.CodeAction] = []
    start = snapshot.positions.offset(selection.start)
    end = snapshot.positions.offset(selection.end)
    if _is_requested(QUICK_FIX, only):
        for finding in snapshot.findings_in(start, end):
            code_actions += _on(snapshot, finding, pages)
    all_ = next((kind for kind in FIX_ALL if _is_requested(kind, only)), None)
    if all_ is not None and _can_fix(snapshot):
        title = "Make all safe fixes of kspec"
        code_actions.append(types.CodeAction(title, all_, data={"uri": snapshot.uri}))
    return code_actions


def _is_requested(kind: str, only: Sequence[str] | None) -> bool:
    return not only or any(kind == one or kind.startswith(f"{one}.") for one in only)


def _can_fix(snapshot: Snapshot) -> bool:
    return any(
        finding.fix.safe and changes(snapshot.document, finding.fix)
        for finding in snapshot.findings
        if finding.fix is not None and snapshot.document is not None
    )


def _on(snapshot: Snapshot, finding: Finding, pages: Pages) -> Iterator[types.CodeAction]:
    document = snapshot.document
    if document is None:
        return
    shown = [diagnostic(snapshot, finding, pages)]
    fix = finding.fix
    text_changes = [] if fix is None else changes(document, fix)
    if fix is not None and text_changes:
        title = fix.message or _title(finding)
        yield types.CodeAction(
            title if fix.safe else f"{title} (may change what it does)",
            QUICK_FIX,
            diagnostics=shown,
            is_preferred=fix.safe,
            edit=_edit(snapshot, text_changes),
        )
    silencing = silenced(document, finding)
    if silencing:
        yield types.CodeAction(
            f"Silence {finding.name} here",
            QUICK_FIX,
            diagnostics=shown,
            edit=_edit(snapshot, silencing),
        )


def _title(finding: Finding) -> str:
    """Title of a fix without a message of its own."""
    edits = finding.fix.edits if finding.fix is not None else ()
    if finding.help.startswith("Did you mean") and len(edits) == 1:
        return f"Change it to {edits[0].text}"
    first = (finding.help or finding.message).partition("\n")[0]
    return first.removesuffix(".")


def _edit(snapshot: Snapshot, text_changes: Iterable[Change]) -> types.WorkspaceEdit:
    edits = [
        types.TextEdit(snapshot.positions.range(one.start, one.end), one.text)
        for one in text_changes
    ]
    return types.WorkspaceEdit(changes={snapshot.uri: edits})


def with_edit(action: types.CodeAction, snapshot: Snapshot) -> types.CodeAction:
    """Add the edit to the action that fixes all."""
    action.edit = _edit(snapshot, fix_all(snapshot))
    return action


def fix_all(snapshot: Snapshot) -> list[Change]:
    """The change that makes every safe fix, also those that others bring about."""
    if snapshot.content is None:
        return []
    old = snapshot.content.checked.document
    new = fixed(snapshot.content.checked, snapshot.content.check).document
    return [
        _difference(at, before, after)
        for (at, before), (_, after) in zip(_parts(old), _parts(new), strict=True)
        if before != after
    ]


def _parts(document: Document) -> list[tuple[int, str]]:
    """The text of a document, or of each cell of a notebook, with its place."""
    if document.notebook is None:
        return [(0, document.text)]
    return [(one.start, document.text[one.start : one.end]) for one in document.notebook.cells]


def _difference(at: int, old: str, new: str) -> Change:
    first, last = shared_ends(old, new)
    return Change(at + first, at + len(old) - last, new[first : len(new) - last])
