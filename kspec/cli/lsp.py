"""`kspec lsp`."""

from __future__ import annotations

import click


@click.command()
@click.option("--stdio", is_flag=True, help="What it does anyway; some editors say it.")
def command(*, stdio: bool) -> None:
    """Answer an editor over standard input and output (the Language Server Protocol).

    Editors start it: docs/how-to/editors.md has the lines for each.
    """
    del stdio
    from kspec.lsp.start import serve

    serve()
