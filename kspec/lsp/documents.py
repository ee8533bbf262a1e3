"""Handlers of texts, files and settings, and the diagnostics for them."""

import asyncio
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from kspec.lsp import configuration, workspace
from kspec.lsp.diagnostics import diagnostics
from kspec.lsp.server import LARGE, PAUSE, Server
from kspec.lsp.store import Store

WATCHED = ("**/kspec.toml", "**/pyproject.toml", "**/*.keras", "**/*.{json,jsonc,yaml,yml}")
SERVER_CANCELLED = -32802


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Record the capabilities of the client."""
    ls.store = Store(ls.workspace.position_encoding or types.PositionEncodingKind.Utf16)
    ls.configuration = configuration.read(params.initialization_options)
    can = params.capabilities.text_document
    if can is None:
        return
    item = can.completion.completion_item if can.completion is not None else None
    ls.takes_snippets = item is not None and bool(item.snippet_support)
    ls.resolves_actions = (
        can.code_action is not None and can.code_action.resolve_support is not None
    )
    ls.pulls = can.diagnostic is not None
    if ls.pulls:
        options = types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier="kspec"
        )
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(pulled)
        ls.feature(types.WORKSPACE_DIAGNOSTIC)(workspace.pulled)


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Register for changes of settings and model files, where the client reports them."""
    del params
    can = ls.client_capabilities.workspace
    watching = None if can is None else can.did_change_watched_files
    if watching is None or not watching.dynamic_registration:
        return
    watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
    ls.client_register_capability(
        types.RegistrationParams(
            [
                types.Registration(
                    "kspec-files",
                    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                    types.DidChangeWatchedFilesRegistrationOptions(watchers),
                )
            ]
        )
    )


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Publish the diagnostics of a text, for a client that does not pull them."""
    ls.news.set()
    if not ls.pulls:
        ls.publish_soon(params.text_document.uri)


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Publish the diagnostics after a change."""
    if not ls.pulls:
        ls.publish_soon(params.text_document.uri)


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a text, and take its diagnostics away."""
    ls.store.close(params.text_document.uri)
    ls.news.set()
    if not ls.pulls:
        ls.publish(params.text_document.uri, None, [])


def notebook_changed(
    ls: Server, params: types.DidOpenNotebookDocumentParams | types.DidChangeNotebookDocumentParams
) -> None:
    """Publish the diagnostics of a notebook's cells: VS Code pulls those of no cell."""
    ls.news.set()
    ls.publish_soon(params.notebook_document.uri)


def notebook_closed(ls: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """Forget a notebook, and take the diagnostics of its cells away."""
    ls.store.close(params.notebook_document.uri)
    ls.news.set()
    for cell in params.cell_text_documents:
        ls.publish(cell.uri, None, [])


async def pulled(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    """Diagnostics that a client pulls; of a large text only after a pause in typing, and none of a
    cell, which are pushed.
    """
    uri = params.text_document.uri
    if ls.notebook(uri) is not None:
        return types.RelatedFullDocumentDiagnosticReport([])
    text = ls.text(uri)
    if len(text.text) > LARGE and not ls.store.is_linted(text):
        await asyncio.sleep(PAUSE)
        if ls.text(uri).version != text.version:
            raise JsonRpcException("the text has changed", SERVER_CANCELLED)
    return types.RelatedFullDocumentDiagnosticReport(diagnostics(ls.snapshot(uri), ls.pages))


def configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take the settings of the client."""
    ls.configuration = configuration.read(params.settings)
    refresh(ls)


def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Lint again, since other files that a spec refers to may have changed."""
    ls.store.forget_versions()
    ls.settings_version += any(one.uri.endswith(".toml") for one in params.changes)
    ls.news.set()
    refresh(ls)


def refresh(ls: Server) -> None:
    """Refresh all that may have changed without a change of the text."""
    pushed = () if ls.pulls else ls.workspace.text_documents
    for uri in {*ls.workspace.notebook_documents, *(ls.text(uri).uri for uri in pushed)}:
        ls.publish_soon(uri)
    can = ls.client_capabilities.workspace
    if can is None:
        return
    if ls.pulls and can.diagnostics is not None and can.diagnostics.refresh_support:
        ls.workspace_diagnostic_refresh(None)
    if can.inlay_hint is not None and can.inlay_hint.refresh_support:
        ls.workspace_inlay_hint_refresh(None)
    if can.code_lens is not None and can.code_lens.refresh_support:
        ls.workspace_code_lens_refresh(None)


def shut_down(ls: Server, params: None) -> None:
    """Take the pages of rules away."""
    del params
    ls.pages.close()


HANDLERS: dict[str, Any] = {
    types.INITIALIZE: initialize,
    types.INITIALIZED: initialized,
    types.SHUTDOWN: shut_down,
    types.TEXT_DOCUMENT_DID_OPEN: opened,
    types.TEXT_DOCUMENT_DID_CHANGE: changed,
    types.TEXT_DOCUMENT_DID_CLOSE: closed,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: notebook_changed,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: notebook_changed,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: notebook_closed,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: configured,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: files_changed,
}
"""Handler of a method."""
