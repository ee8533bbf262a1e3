"""Language server: requests of an editor, and the modules with their handlers."""

import asyncio
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from kspec.lsp import configuration
from kspec.lsp.diagnostics import diagnostics
from kspec.lsp.notebooks import SYNC, Cells, file_of
from kspec.lsp.pages import Pages
from kspec.lsp.positions import UTF8, UTF16, UTF32
from kspec.lsp.snapshot import Snapshot, View
from kspec.lsp.store import NOTEBOOK, Store, Text
from kspec.version import __version__

Find = Callable[[Path], Iterable[Path]]

LARGE = 2**16
"""Characters from which a text is linted only when nothing is typed for a moment."""
PAUSE = 0.1
"""Delay in seconds."""
PREFERRED = (UTF32, UTF16, UTF8)
"""Units of columns: kspec counts code points, so the first costs nothing."""


class Protocol(LanguageServerProtocol):
    """The protocol with the server's preference for the unit of columns."""

    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Take the unit that costs least of those that the client offers."""
        general = params.capabilities.general
        if general is not None and general.position_encodings:
            offered = general.position_encodings
            general.position_encodings = [unit for unit in PREFERRED if unit in offered] or offered
        return (yield from super().lsp_initialize(params))

    lsp_initialize.method_name = types.INITIALIZE  # type: ignore[attr-defined]  # as pygls marks it


def nothing(folder: Path) -> Iterable[Path]:
    """Yield no file of a folder."""
    del folder
    return ()


class Server(LanguageServer):
    """A language server with the texts that are open, and the settings of the client."""

    def __init__(self, find: Find = nothing) -> None:
        super().__init__("kspec", __version__, notebook_document_sync=SYNC, protocol_cls=Protocol)
        self.find = find
        """The models in a folder."""
        self.news = asyncio.Event()
        """Set when files, settings or the open texts change."""
        self.settings_version = 0
        self.store = Store()
        self.pages = Pages()
        self.configuration = configuration.DEFAULT
        self.pulls = False
        """Whether the client pulls diagnostics."""
        self.takes_snippets = False
        self.resolves_actions = False
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def text(self, uri: str) -> Text:
        """Current open text; of a cell, or of a notebook, the whole notebook."""
        notebook = self.notebook(uri)
        if notebook is not None:
            file = file_of(self.workspace, notebook)
            return Text(notebook.uri, notebook.version, file, NOTEBOOK)
        document = self.workspace.get_text_document(uri)
        return Text(uri, document.version, document.source, document.language_id or "")

    def notebook(self, uri: str) -> types.NotebookDocument | None:
        """The open notebook of an address, its own or that of a cell."""
        workspace = self.workspace
        own = workspace.get_notebook_document(notebook_uri=uri)
        return own or workspace.get_notebook_document(cell_uri=uri)

    def cells(self, uri: str) -> Cells | None:
        """Cells of a notebook; None for the address of a text."""
        notebook = self.notebook(uri)
        if notebook is None:
            return None
        return Cells(self.snapshot(uri), [cell.document for cell in notebook.cells])

    def snapshot(self, uri: str) -> Snapshot:
        """An open text, linted."""
        return self.store.snapshot(self.text(uri))

    def view(self, uri: str) -> View:
        """An open text with the last version of it that made a network."""
        return self.store.view(self.text(uri))

    def publish_soon(self, uri: str) -> None:
        """Push the diagnostics of a text, unless it changes before they are made."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        pause = PAUSE if len(self.text(uri).text) > LARGE else 0
        loop = asyncio.get_running_loop()
        self._waiting[uri] = loop.call_later(pause, self._publish, uri)

    def _publish(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        snapshot = self.snapshot(uri)
        published, cells = diagnostics(snapshot, self.pages), self.cells(uri)
        if cells is None:
            self.publish(uri, snapshot.version, published)
            return
        for address in cells.addresses:
            self.publish(address, None, cells.answered(address, published))

    def publish(self, uri: str, version: int | None, published: list[types.Diagnostic]) -> None:
        """Push diagnostics."""
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, published, version=version)
        )
