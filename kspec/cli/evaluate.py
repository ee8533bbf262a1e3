"""`kspec evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kspec.cli.options import allow_import, allow_path, output_format
from kspec.cli.terminal import print_data, print_lines

if TYPE_CHECKING:
    from kspec.outputs.evaluate import EvaluateOutput


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--data", help="Evaluate on this data instead of what the run held out.")
@output_format
@allow_import
@allow_path
def command(
    run: Path,
    data: str | None,
    output_format: str,
    allow_import: tuple[str, ...],
    allow_path: tuple[Path, ...],
) -> None:
    """Score the best model of a run on what it held out, or on other data.

    RUN is a run directory. Exit codes: 0 done, 2 no such run, or data that does not fit.
    """
    from kspec.cli.progress import in_pairs, value_text
    from kspec.executor.custom import Allowed
    from kspec.executor.evaluation import Finished, evaluate
    from kspec.executor.files import finite
    from kspec.executor.loading import Loading

    finished = Finished.at(run, Allowed(allow_import, paths=allow_path))
    Loading(whole=bool(allow_import)).wait()
    values = evaluate(finished, data, Path())
    if output_format == "json":
        import json

        where, metrics = data or "held out", finite(values)
        output: EvaluateOutput = {"version": 1, "run": str(run), "data": where, "values": metrics}
        print_data(json.dumps(output) + "\n")
        return
    for name in in_pairs(values):
        print_lines(f"{name}  {value_text(values[name])}")
