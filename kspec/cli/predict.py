"""`kspec predict`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.allowing import allow_import

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("data")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A .csv or .npz file; else standard output, as CSV.",
)
@allow_import
def command(run: Path, data: str, output: Path | None, allow_import: tuple[str, ...]) -> None:
    """Write what the best model of a run gives for every sample.

    RUN is a run directory, DATA a source as in a spec (a file, or sklearn:NAME); no target is
    needed. Exit codes: 0 done, 2 no such run, or data that does not fit.
    """
    from kspec.executor.custom import Allowed
    from kspec.executor.evaluation import Finished, predict, save_arrays
    from kspec.executor.loading import Loading

    finished = Finished.at(run, Allowed(allow_import))
    Loading().wait()
    outputs = predict(finished, data, Path())
    if output is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows(outputs, finished.classes))
        return
    try:
        if output.suffix == ".npz":
            save_arrays(output, outputs)
            return
        with output.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows(outputs, finished.classes))
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from None


def rows(outputs: dict[str, Any], classes: dict[str, list[str]]) -> Iterator[list[object]]:
    """A head and a row for each sample: every value of every output, and the likeliest class of
    those that have several values.
    """
    flat = {name: array.reshape(len(array), -1) for name, array in outputs.items()}
    head: list[object] = []
    for name, array in flat.items():
        width = array.shape[1]
        labels = classes.get(name) or [str(index) for index in range(width)]
        head += [name] if width == 1 else [f"{name}[{label}]" for label in labels]
        head += [] if width == 1 else [f"{name} class"]
    yield head
    for index in range(len(next(iter(flat.values())))):
        row: list[object] = []
        for name, array in flat.items():
            values = array[index].tolist()
            row += [f"{value:.6g}" for value in values]
            if len(values) > 1:
                best = values.index(max(values))
                row.append(classes[name][best] if name in classes else best)
        yield row
