"""`kspec convert`."""

from pathlib import Path

import click

from kspec.cli.options import model_option


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
@model_option
def command(path: Path, form: str, output: str, model: str | None) -> None:
    """Write a model in another form; nothing that Keras can see changes.

    PATH is a spec, a file that model.to_json() wrote, a .keras archive, or a Python script or
    notebook. Nothing in it is run.
    """
    from kspec.cli.terminal import print_data, print_error
    from kspec.cli.valid_spec import accepted, linted_file
    from kspec.service.answers import OF_THE_NETWORK, convert, is_incomplete

    linted = linted_file(path, model)
    incomplete = is_incomplete(linted.linted.document)
    if not incomplete:
        accepted(linted.linted, linted.checked, OF_THE_NETWORK)
    text = convert(linted, form)
    if incomplete:
        print_error("null stands for what the code does not fix: `kspec summary` lists it")
    if output == "-":
        print_data(text)
    else:
        Path(output).write_text(text, encoding="utf-8")
