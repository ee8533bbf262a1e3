"""`kspec summary`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kspec.analysis.summary_table import table
from kspec.cli.options import output_format
from kspec.cli.terminal import print_data, print_lines, print_painted
from kspec.linter.garbage import without_gc

if TYPE_CHECKING:
    from kspec.linter.engine import Linted
    from kspec.linter.report import Checked


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@output_format
@click.option(
    "--expand-nested",
    "--expand",
    "expand",
    is_flag=True,
    help="Show the layers inside nested models.",
)
@without_gc()
def command(path: Path, output_format: str, *, expand: bool) -> None:
    """Show every layer's output shape and parameters, without importing Keras.

    PATH is a spec, a file that model.to_json() wrote, a .keras archive, or a Python script or
    notebook, of which all models are shown. Exit codes: 0 sized, 1 the file has errors (what is
    known is shown), 2 it cannot be read.
    """
    from kspec.analysis.summary import summarize
    from kspec.linter.documents import code_format

    if code_format(path.name) is not None:
        from kspec.cli.program_tables import show_program

        sys.exit(show_program(path, output_format, expand=expand))
    linted, found = _linted(path)
    summary = None if linted.analysis is None else summarize(linted.analysis)
    if summary is None:
        _refuse(found)
    elif output_format == "json":
        import json

        print_data(json.dumps(summary.to_dict(), indent=2) + "\n")
    else:
        print_lines(*table(summary, expand=expand))
    errors = [finding for finding in found.findings if finding.severity == "error"]
    if errors:
        noun = "error" if len(errors) == 1 else "errors"
        print_lines(f"{len(errors)} {noun}: run `kspec lint {path}` to see them.", err=True)
    sys.exit(1 if errors else 0)


def _linted(path: Path) -> tuple[Linted, Checked]:
    """The file with what its author has not silenced."""
    from kspec.cli.valid_spec import UNUSABLE, linted_file
    from kspec.linter.settings import SettingsError

    try:
        return linted_file(path)
    except SettingsError as error:
        print_lines(f"{error} [{error.code}]", err=True)
        sys.exit(UNUSABLE)


def _refuse(found: Checked) -> None:
    from kspec.linter.report import Report
    from kspec.report.full import render

    print_painted(render(Report([found])))
    sys.exit(1)
