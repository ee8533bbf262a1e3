"""`kspec plot`."""

from pathlib import Path

import click

from kspec.cli.options import model_option


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it; `-` is the terminal. [default: PATH with .svg]",
)
@click.option("--expand", is_flag=True, help="Draw the layers inside nested models.")
@click.option("--no-fold", is_flag=True, help="Draw each of the blocks that repeat.")
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    help="Colours. [default: those of the reader's screen]",
)
@model_option
def command(
    path: Path, output: str | None, theme: str, model: str | None, *, expand: bool, no_fold: bool
) -> None:
    """Draw the network as SVG, with what lint finds marked on it.

    PATH is a spec, a file that model.to_json() wrote, a .keras archive, or a Python script or
    notebook. A block that repeats is drawn once. Pointing at a layer shows its arguments, shape and
    findings.

    \b
    kspec plot model.json
    kspec plot resnet50.json -o resnet50.svg --theme dark
    """  # noqa: D301 - click reads the character
    from kspec.cli.terminal import print_data, print_lines
    from kspec.cli.valid_spec import network_of
    from kspec.service.answers import Drawing, plot

    target = output or str(path.with_suffix(".svg"))
    picture = plot(network_of(path, model), Drawing(theme, not no_fold, expand))
    if target == "-":
        print_data(picture)
        return
    Path(target).write_text(picture, encoding="utf-8")
    print_lines(f"wrote {target}", err=True)
