"""`kspec lint`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kspec.lint.checking import check_document
from kspec.lint.report import Report
from kspec.source.document import read_document


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(["full", "concise", "json"]), default="full")
def command(paths: tuple[Path, ...], output_format: str) -> None:
    """Lint specs and Keras model files."""
    report = Report([check_document(read_document(path)) for path in paths])
    from importlib import import_module

    text = import_module(f"kspec.report.{output_format}").render(report)
    click.echo(text)
    sys.exit(0 if report.ok else 1)
