"""`kspec predict`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.options import allow_import, allow_path, text_or_json
from kspec.cli.terminal import print_data, print_lines
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from kspec.outputs.predict import Predicted, PredictOutput


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("data")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .csv, .parquet or .npz file. [default: CSV on standard output]",
)
@text_or_json("json: what was predicted, or with --output what was written.")
@allow_import
@allow_path
def command(
    run: Path,
    data: str,
    output: Path | None,
    output_format: str,
    allow_import: tuple[str, ...],
    allow_path: tuple[Path, ...],
) -> None:
    """Predict every sample of some data with the best model of a run.

    RUN is a run directory, DATA a source as in a spec (a file, or sklearn:NAME); no target is
    needed. Exit codes: 0 done, 2 no such run, or data that does not fit.
    """
    from kspec.executor.answers import check_writable, rows, write_answers
    from kspec.executor.custom import Allowed
    from kspec.executor.evaluation import Finished, predict
    from kspec.executor.loading import Loading

    if output is not None:
        check_writable(output)
    finished = Finished.at(run, Allowed(allow_import, paths=allow_path))
    Loading(whole=bool(allow_import)).wait()
    answers = predict(finished, data, Path())
    samples = len(next(iter(answers.outputs.values())))
    if output is not None:
        write_answers(output, answers)
    if output_format == "json":
        output_: PredictOutput = {
            "version": 1,
            "run": str(run),
            "data": data,
            "output": None if output is None else str(output),
            "samples": samples,
            "outputs": described(answers.outputs, finished.classes, values=output is None),
        }
        if answers.files and output is None:
            output_["files"] = list(answers.files)
        print_data(json.dumps(output_) + "\n")
    elif output is None:
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows(rows(answers))
        print_data(table.getvalue())
    else:
        print_lines(f"wrote {output} ({counted(samples, 'sample')})", err=True)


def described(
    outputs: dict[str, Any], classes: dict[str, list[str]], *, values: bool
) -> dict[str, Predicted]:
    """Outputs in JSON: shapes and classes, and optionally their ``values``."""
    from kspec.executor.files import finite

    described_outputs: dict[str, Predicted] = {}
    for name, array in outputs.items():
        described_outputs[name] = {"shape": list(array.shape), "classes": classes.get(name)}
        if values:
            described_outputs[name]["values"] = finite(array.tolist())
    return described_outputs
