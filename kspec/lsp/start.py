"""The language server over standard input and output."""

from __future__ import annotations

from kspec.lsp import commands, documents, features
from kspec.lsp.server import Server


def make_server() -> Server:
    """A server with all that it answers."""
    server = Server()
    for method, handler in documents.HANDLERS.items():
        server.feature(method)(handler)
    for method, (handler, options) in features.HANDLERS.items():
        server.feature(method, options)(handler)
    for name, answer in commands.COMMANDS.items():
        server.command(name)(commands.handler(answer))
    return server


def serve() -> None:
    """Answer an editor until it says goodbye."""
    make_server().start_io()
