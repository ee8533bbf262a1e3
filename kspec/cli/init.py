"""`kspec init`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.lint import listed
from kspec.cli.options import shape_of
from kspec.cli.terminal import print_data, print_lines
from kspec.named_tuple import NamedTuple
from kspec.spec.tasks import TASKS

if TYPE_CHECKING:
    from kspec.starter.facts import Facts

TERMINAL = "-"


class InitRequest(NamedTuple):
    """The argument and options."""

    data: str | None
    target: tuple[str, ...]
    task: str | None
    shape: tuple[int, ...] | None
    classes: int | None
    output: str
    force: bool


@click.command()
@click.argument("data", required=False, metavar="[DATA]", type=click.Path())
@listed("--target", metavar="COLUMN", help="What to predict: a column or array, or several.")
@click.option(
    "--task",
    type=click.Choice(TASKS),
    metavar="TASK",
    help="The task, such as regression. [default: as the data shows]",
)
@click.option(
    "--shape", type=shape_of, metavar="28,28,1", help="Without DATA: the shape of one sample."
)
@click.option(
    "--classes", type=click.IntRange(min=2), help="Without DATA: how many classes there are."
)
@click.option(
    "-o",
    "--output",
    default="model.json",
    show_default=True,
    metavar="FILE",
    help="Where to write it: .json or .yaml; `-` is the terminal.",
)
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def command(**options: Any) -> None:  # noqa: ANN401 - options of many types
    """Write a first spec for your data, or for a task.

    DATA is a table (.csv, .tsv, .parquet), an .npz file, a folder of .npy files or of images or
    texts by class, or sklearn:NAME. What is assumed is printed on standard error.

    \b
    kspec init houses.csv --target price
    kspec init sklearn:digits -o digits.json
    kspec init --task segmentation --shape 128,128,3 --classes 4
    """  # noqa: D301 - click reads the character
    request = InitRequest(**options)
    _refuse(request)
    from kspec.cli.how_far import Waiting

    with Waiting(f"reading {request.data}"):
        facts = _facts(request)
    _write(_text(facts, request.output), request)
    _tell(facts, request)


def _refuse(request: InitRequest) -> None:
    """End the command for arguments that exclude each other."""
    if request.data is None and request.task is None:
        raise click.UsageError("Give DATA, or say with --task what the network is for.")
    if request.data is not None and (request.shape is not None or request.classes is not None):
        raise click.UsageError("--shape and --classes are for a spec without DATA.")
    if request.data is None and request.target:
        raise click.UsageError("--target names a column of DATA.")


def _facts(request: InitRequest) -> Facts:
    if request.data is None:
        from kspec.starter.blank import blank_facts

        return blank_facts(request.task or "", request.shape, request.classes)
    from kspec.starter.look import facts_of

    folder = Path() if request.output == TERMINAL else Path(request.output).parent
    shown = request.data
    if ":" not in shown:
        shown = Path(os.path.relpath(shown, folder)).as_posix()
    return facts_of(request.data, request.target, request.task, shown)


def _text(facts: Facts, output: str) -> str:
    from kspec.starter.document import document, written

    is_yaml = Path(output).suffix in {".yaml", ".yml"}
    return written(document(facts), as_yaml=is_yaml)


def _write(text: str, request: InitRequest) -> None:
    if request.output == TERMINAL:
        print_data(text)
        return
    from kspec.starter.facts import StarterError

    path = Path(request.output)
    try:
        with path.open("w" if request.force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise StarterError(
            f"{path} is there already: --force writes over it, --output takes another name."
        ) from None
    except OSError as error:
        raise StarterError(f"{path} cannot be written: {error.strerror}.") from error


def _tell(facts: Facts, request: InitRequest) -> None:
    """Print the assumptions, and the next command."""
    notes = list(facts.notes)
    if request.task is None:
        notes.append(f"the task is {facts.task.replace('_', ' ')}; --task says another")
    for note in notes:
        print_lines(f"assumed: {note}", err=True)
    if request.output != TERMINAL:
        go_on = "train" if facts.source else "lint"
        print_lines(f"wrote {request.output}; go on with: kspec {go_on} {request.output}", err=True)
