"""`kspec convert`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kspec.spec.model import ModelSpec


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "form",
    type=click.Choice(["native", "keras", "python"]),
    default="native",
    show_default=True,
    help="A native spec, the JSON of Keras, or Keras code.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    default="-",
    metavar="FILE",
    help="Where to write it. [default: standard output]",
)
def command(path: Path, form: str, output: str) -> None:
    """Write a model in another form; nothing that Keras can see changes.

    PATH is a spec, a file that model.to_json() wrote, or a .keras archive. Nothing in it is run.
    """
    from kspec.cli.terminal import print_data, print_error
    from kspec.cli.valid_spec import OF_THE_NETWORK, valid_spec

    spec = valid_spec(path, stopping=OF_THE_NETWORK)
    try:
        text = _written(spec, form)
    except ValueError as error:
        print_error(f"{path} cannot be written as {form}: {error}")
        sys.exit(2)
    if output == "-":
        print_data(text)
    else:
        Path(output).write_text(text, encoding="utf-8")


def _written(spec: ModelSpec, form: str) -> str:
    from kspec.spec.dialects.layout import laid_out

    if form == "python":
        from kspec.spec.dialects.python_writer import python_code

        return python_code(spec)
    if form == "keras":
        from kspec.spec.dialects.keras_compile import model_config

        return laid_out(model_config(spec))
    from kspec.spec.dialects.native_writer import native_document

    return laid_out(native_document(spec))
