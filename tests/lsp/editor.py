"""An editor that is connected to the server: in this process, or over the pipes of another."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

from lsprotocol import types
from pygls.io_ import run_async
from pygls.lsp.client import LanguageClient

from kspec.lsp.start import make_server


class Client(LanguageClient):
    """An editor that keeps what is pushed."""

    def __init__(self) -> None:
        super().__init__("tests", "1")
        self.pushed: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        def keep(params: types.PublishDiagnosticsParams) -> None:
            self.pushed.put_nowait(params)

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(keep)


class Wire:
    """Writer of what another end reads."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader()

    def write(self, data: bytes) -> None:
        self.reader.feed_data(data)

    def close(self) -> None:
        self.reader.feed_eof()


@asynccontextmanager
async def in_this_process(client: Client, folder: Path) -> AsyncIterator[None]:
    """A server in the loop of the client; it looks for no files in the folder."""
    del folder
    ends = ((client.protocol, Wire()), (make_server().protocol, Wire()))
    for (protocol, _), (_, other) in zip(ends, reversed(ends), strict=True):
        protocol.set_writer(other)
    reading = [run_async(Event(), wire.reader, protocol) for protocol, wire in ends]
    tasks = [asyncio.create_task(one) for one in reading]
    try:
        yield
        await client.shutdown_async(None)
    finally:
        for _, wire in ends:
            wire.close()
        await asyncio.gather(*tasks)


@asynccontextmanager
async def in_its_own_process(client: Client, folder: Path) -> AsyncIterator[None]:
    """A server as editors start it, over standard input and output."""
    await client.start_io(sys.executable, "-m", "kspec", "lsp", cwd=str(folder))
    try:
        yield
    finally:
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]  # of pygls


@asynccontextmanager
async def editor(
    folder: Path,
    *,
    pulls: bool,
    encodings: list[types.PositionEncodingKind | str] | None = None,
    notebooks: bool = False,
    connected: Callable[[Client, Path], Any] = in_this_process,
) -> AsyncIterator[tuple[Client, types.InitializeResult]]:
    """A client that has a folder open, and what the server says that it can."""
    can = types.TextDocumentClientCapabilities()
    if pulls:
        can.diagnostic = types.DiagnosticClientCapabilities()
    synchronization = types.NotebookDocumentSyncClientCapabilities()
    capabilities = types.ClientCapabilities(
        text_document=can,
        notebook_document=types.NotebookDocumentClientCapabilities(synchronization)
        if notebooks
        else None,
        general=types.GeneralClientCapabilities(position_encodings=encodings),
    )
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)]
    client = Client()
    async with connected(client, folder):
        hello = await client.initialize_async(
            types.InitializeParams(
                capabilities, root_uri=folder.as_uri(), workspace_folders=folders
            )
        )
        client.initialized(types.InitializedParams())
        yield client, hello


def run(scenario: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))
