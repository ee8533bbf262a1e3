"""The language server over standard input and output."""

from kspec.lsp import commands, documents, features
from kspec.lsp.notebooks import of_cells
from kspec.lsp.server import Find, Server, nothing


def make_server(find: Find = nothing) -> Server:
    """A server with all that it answers; ``find`` gives the models in a folder."""
    server = Server(find)
    for method, handler in documents.HANDLERS.items():
        server.feature(method)(handler)
    for method, (handler, options) in features.HANDLERS.items():
        server.feature(method, options)(of_cells(handler))
    for name, answer in commands.COMMANDS.items():
        server.command(name)(commands.handler(answer))
    return server


def serve(find: Find = nothing) -> None:
    """Serve an editor until it exits."""
    make_server(find).start_io()
