"""`kspec summary`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kspec.cli.options import output_format
from kspec.cli.terminal import print_json, print_lines, print_painted
from kspec.linter.garbage import without_gc

if TYPE_CHECKING:
    from kspec.analysis.summary_table import Summary
    from kspec.cli.sizes import Sizes
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
    "--receptive-field",
    is_flag=True,
    help="Show how much of the input one value of each layer depends on.",
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
    path: Path,
    output_format: str,
    *,
    expand: bool,
    receptive_field: bool,
    batch_size: int | None,
    memory: int | None,
) -> None:
    """Show every layer's output shape, parameters and MACs, without importing Keras.

    PATH is a spec, a file that model.to_json() wrote, a .keras archive, or a Python script or
    notebook, of which all models are shown. Exit codes: 0 sized, 1 the file has errors (what is
    known is shown), 2 it cannot be read.
    """
    from kspec.analysis.summary import summarize
    from kspec.cli.sizes import Sizes
    from kspec.cli.valid_spec import linted_file
    from kspec.linter.documents import code_format
    from kspec.linter.finding import Severity
    from kspec.linter.report import Report
    from kspec.spec.type_words import counted

    sizes = Sizes(expand, receptive_field, batch_size, memory)
    if code_format(path.name) is not None:
        from kspec.cli.program_tables import show_program

        sys.exit(show_program(path, output_format, sizes))
    linted, checked, _ = linted_file(path)
    summary = None if linted.analysis is None else summarize(linted.analysis)
    if summary is None:
        _refuse(checked)
    else:
        _show(summary, output_format, sizes)
    errors = Report([checked]).count(Severity.ERROR)
    if errors:
        print_lines(f"{counted(errors, 'error')}: run `kspec lint {path}` to see them.", err=True)
    sys.exit(int(bool(errors)))


def _show(summary: Summary, output_format: str, sizes: Sizes) -> None:
    if output_format == "json":
        print_json(sizes.to_dict(summary))
    else:
        print_lines(*sizes.lines(summary))


def _refuse(checked: Checked) -> None:
    from kspec.linter.report import Report
    from kspec.report.full import render

    print_painted(render(Report([checked])))
    sys.exit(1)
