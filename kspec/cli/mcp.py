"""`kspec mcp`."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read files in here; again for another. [default: the current folder]",
)
def command(roots: tuple[Path, ...]) -> None:
    """Answer a language model over standard input and output (the Model Context Protocol).

    Agents start it: docs/how-to/agents.md has the settings of the common ones. Files are only read,
    and only in the folders of --root.
    """
    from kspec.mcp.stdio import serve

    serve(roots or (Path(),))
