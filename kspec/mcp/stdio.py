"""The server over standard input and output."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio
from mcp.server.stdio import stdio_server

from kspec.linter.garbage import without_gc
from kspec.mcp.arguments import Roots
from kspec.mcp.server import make_server
from kspec.mcp.tools import call


def serve(roots: Sequence[Path]) -> None:
    """Answer until standard input ends; files are read in the roots alone."""
    anyio.run(_serve, Roots(roots))


async def _serve(roots: Roots) -> None:
    async def answer(name: str, arguments: dict[str, Any]) -> str:
        with without_gc():
            return call(name, arguments, roots)

    server = make_server(answer, files=True)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
