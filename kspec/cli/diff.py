"""`kspec diff`."""

import sys
from pathlib import Path

import click

from kspec.cli.options import color, model_option, output_format

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
    from kspec.cli.terminal import options_for, print_json, print_painted
    from kspec.cli.valid_spec import network_of
    from kspec.linter.linter import Linter
    from kspec.service.answers import diff

    linter = Linter(rules=())
    before, after = (network_of(path, model, linter) for path in (old, new))
    comparison = diff(before, after)
    if output_format == "json":
        print_json(comparison.to_dict())
    else:
        from kspec.report.comparison import render

        print_painted(render(comparison, options_for(sys.stdout, color)), color)
    sys.exit(DIFFERENT if exit_code and not comparison.same else 0)
