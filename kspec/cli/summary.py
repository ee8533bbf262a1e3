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
    from kspec.analysis.memory import Estimate
    from kspec.analysis.summary import Summary
    from kspec.linter.engine import Linted
    from kspec.linter.report import Checked


def _size(context: click.Context, parameter: click.Parameter, text: str | None) -> int | None:
    del context, parameter
    if text is None:
        return None
    from kspec.analysis.memory import read_size

    size = read_size(text)
    if size is None:
        message = f"{text!r} is no size. Write a number with a unit, for example 8GiB."
        raise click.BadParameter(message)
    return size


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
@click.option(
    "--batch-size",
    type=click.IntRange(min=1),
    metavar="N",
    help="Estimate the memory that training with batches of N samples takes.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    callback=_size,
    help="Estimate the largest batch that trains in a memory, for example 8GiB.",
)
@without_gc()
def command(
    path: Path, output_format: str, *, expand: bool, batch_size: int | None, memory: int | None
) -> None:
    """Show every layer's output shape, parameters and MACs, without importing Keras.

    PATH is a spec, a file that model.to_json() wrote, a .keras archive, or a Python script or
    notebook, of which all models are shown. Exit codes: 0 sized, 1 the file has errors (what is
    known is shown), 2 it cannot be read.
    """
    from kspec.analysis.summary import summarize
    from kspec.linter.documents import code_format

    asks = batch_size is not None or memory is not None
    if code_format(path.name) is not None:
        if asks:
            message = "--batch-size and --memory take a spec, model.to_json() or a .keras file"
            raise click.UsageError(message)
        from kspec.cli.program_tables import show_program

        sys.exit(show_program(path, output_format, expand=expand))
    linted, found = _linted(path)
    summary = None if linted.analysis is None else summarize(linted.analysis)
    if summary is None:
        _refuse(found)
    else:
        estimate = None
        if asks:
            from kspec.analysis.memory import Estimate

            estimate = Estimate(summary, batch_size, memory)
        _show(summary, estimate, output_format, expand=expand)
    errors = [finding for finding in found.findings if finding.severity == "error"]
    if errors:
        noun = "error" if len(errors) == 1 else "errors"
        print_lines(f"{len(errors)} {noun}: run `kspec lint {path}` to see them.", err=True)
    sys.exit(1 if errors else 0)


def _show(summary: Summary, estimate: Estimate | None, output_format: str, *, expand: bool) -> None:
    if output_format == "json":
        import json

        output = summary.to_dict()
        if estimate is not None:
            output["estimate"] = estimate.to_dict()
        print_data(json.dumps(output, indent=2) + "\n")
        return
    print_lines(*table(summary, expand=expand))
    if estimate is not None:
        print_lines("", *estimate.lines())


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
