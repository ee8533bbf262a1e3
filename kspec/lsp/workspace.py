"""Diagnostics of the files of a folder that are not open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from kspec.lsp.diagnostics import diagnostics
from kspec.lsp.store import Text, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kspec.lsp.server import Server

    Report = types.WorkspaceFullDocumentDiagnosticReport
    Reports = list[Report | types.WorkspaceUnchangedDocumentDiagnosticReport]

UNREAD = (".keras", ".ipynb")
"""Files whose lines differ from those in an editor."""
CLOSED = "gone"


async def pulled(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Diagnostics of all models in files of the folders that are not open.

    Where the client knows it all, the answer waits until something changes.
    """
    previous = {one.uri: one.value for one in params.previous_result_ids}
    while True:
        ls.news.clear()
        reports = await _reports(ls, previous)
        if not previous or any(_is_new(one) for one in reports):
            return types.WorkspaceDiagnosticReport(reports)
        await ls.news.wait()


def _is_new(report: object) -> bool:
    return isinstance(report, types.WorkspaceFullDocumentDiagnosticReport)


async def _reports(ls: Server, previous: Mapping[str, str]) -> Reports:
    reports: Reports = []
    visited = set(ls.workspace.text_documents)
    for folder in ls.workspace.folders.values():
        path = path_of(folder.uri)
        for file in () if path is None else ls.find(path):
            uri = file.absolute().as_uri()
            if uri in visited or file.suffix in UNREAD:
                continue
            visited.add(uri)
            await asyncio.sleep(0)  # for edits in the meantime
            reports += _of_file(ls, file, uri, previous.get(uri))
    closed = (uri for uri, known in previous.items() if uri not in visited and known != CLOSED)
    reports += [_full(uri, [], CLOSED) for uri in closed]
    return reports


def _of_file(ls: Server, file: Path, uri: str, known: str | None) -> Reports:
    """The report on a file; none where it cannot be read."""
    try:
        stat = file.stat()
        mark = f"{stat.st_mtime_ns}-{stat.st_size}-{ls.settings_version}"
        if mark == known:
            return [types.WorkspaceUnchangedDocumentDiagnosticReport(uri, mark)]
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    snapshot = ls.store.linted(Text(uri, None, text))
    return [_full(uri, diagnostics(snapshot, ls.pages), mark)]


def _full(uri: str, items: list[types.Diagnostic], mark: str) -> Report:
    return types.WorkspaceFullDocumentDiagnosticReport(uri, items, result_id=mark)
