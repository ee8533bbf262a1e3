"""Options that several commands have: outputs, and permissions of a spec."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def text_or_json(text: str, *, show_default: bool = False) -> Callable[[Any], Any]:
    """The option ``--output-format`` of a command without reports, whose help is ``text``."""
    return click.option(
        "--output-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=show_default,
        help=text,
    )


output_format = text_or_json("What to print: text for people, or JSON.", show_default=True)

color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to print colours.",
)

allow_import = click.option(
    "--allow-import",
    multiple=True,
    metavar="MODULE",
    help="Import custom classes from this module or package; again for another.",
)

allow_address = click.option(
    "--allow-address",
    multiple=True,
    metavar="SERVER",
    help="Let RemoteMonitor send the values of every epoch there, as http://localhost:9000.",
)

allow_path = click.option(
    "--allow-path",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Let the spec read data and write files in this folder, outside of its project.",
)

model_option = click.option(
    "--model", metavar="NAME", help="Which model of a script or notebook: its variable, or line."
)


def shape_of(text: str) -> tuple[int, ...]:
    """The shape of a sample in the text of an option; raises `click.BadParameter`."""
    sizes = text.strip("()[] ").rstrip(",").split(",")
    if not all(size.strip().isdecimal() and int(size) for size in sizes):
        raise click.BadParameter(f'"{text}" is no shape of a sample: write it as 28,28,1')
    return tuple(map(int, sizes))


def tracker(text: str) -> Callable[[Any], Any]:
    """The option ``--tracker``, whose help is ``text``."""
    names = click.Choice(["tensorboard", "mlflow", "wandb"])
    return click.option("--tracker", "trackers", type=names, multiple=True, help=text)
