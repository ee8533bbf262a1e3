"""`kspec diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kspec.cli.options import color, model_option, output_format

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis

DIFFERENT = 1


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@output_format
@click.option("--exit-code", is_flag=True, help="Exit with 1 where they differ, as git diff does.")
@model_option
@color
def command(
    old: Path, new: Path, output_format: str, model: str | None, color: str, *, exit_code: bool
) -> None:
    """Show what differs between two models: layers, shapes, parameters and settings.

    OLD and NEW are specs, files that model.to_json() wrote, .keras archives, or Python scripts and
    notebooks, each of any kind. What Keras takes for the same is no difference.
    """
    from kspec.analysis.comparison.comparison import compare
    from kspec.cli.terminal import CommandError, options_for, print_json, print_painted

    comparison = compare(_analysed(old, model), _analysed(new, model))
    if comparison is None:
        raise CommandError("one of the two makes no network: run kspec lint on both")
    if output_format == "json":
        print_json(comparison.to_dict())
    else:
        from kspec.report.comparison import render

        print_painted(render(comparison, options_for(sys.stdout, color)), color)
    sys.exit(DIFFERENT if exit_code and not comparison.same else 0)


def _analysed(path: Path, model: str | None) -> Analysis:
    """The analysed model of a file; raises `CommandError` for a file that makes none."""
    from kspec.cli.terminal import CommandError
    from kspec.linter.documents import read_file
    from kspec.linter.linter import Linter

    document = read_file(path)
    if document.format == "python":
        from kspec.cli.program_models import chosen
        from kspec.service.models import program_models

        document = chosen(path, program_models(document, Linter(rules=())), model).model.document
    analysis = Linter().parse(document).analysis
    if analysis is None or analysis.spec is None:
        raise CommandError(f"{path} makes no network: run kspec lint {path}")
    return analysis
