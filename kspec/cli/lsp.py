"""`kspec lsp`."""

from pathlib import Path

import click


@click.command()
@click.option("--stdio", is_flag=True, help="What it does anyway; some editors say it.")
def command(*, stdio: bool) -> None:
    """Answer an editor over standard input and output (the Language Server Protocol).

    Editors start it: docs/how-to/editors.md has the lines for each.
    """
    del stdio
    from kspec.lsp.start import serve

    serve(_models_in)


def _models_in(folder: Path) -> list[Path]:
    """The specs, files of Keras and Keras code in a folder, as `kspec lint` finds them."""
    from kspec.cli.files import Excludes, find_files
    from kspec.linter.settings import SettingsError
    from kspec.linter.settings_files import SettingsFiles

    try:
        files = find_files([str(folder)], Excludes((), SettingsFiles()), force_exclude=False)
    except SettingsError:
        return []
    return list(map(Path, files.files))
