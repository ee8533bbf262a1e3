"""`kspec export`."""

from pathlib import Path

import click

from kspec.cli.options import allow_import, allow_path
from kspec.cli.terminal import print_lines


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["keras", "savedmodel", "onnx", "litert", "openvino"]),
    default="keras",
    show_default=True,
    help="A .keras file, a SavedModel, ONNX, LiteRT (.tflite), or OpenVINO (.xml and .bin).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to write it. [default: RUN/export-FORMAT/model]",
)
@click.option("--data", help="Compare on this data instead of what the run held out.")
@allow_import
@allow_path
def command(
    run: Path,
    form: str,
    output: Path | None,
    data: str | None,
    allow_import: tuple[str, ...],
    allow_path: tuple[Path, ...],
) -> None:
    """Write the best model of a run for use elsewhere, with a model card.

    RUN is a run directory. The written model is read back, and must answer as the run's does. Exit
    codes: 0 done, 2 no such run, a path that is taken, or other answers.
    """
    from kspec.executor.custom import Allowed
    from kspec.executor.evaluation import Finished
    from kspec.executor.export import export
    from kspec.executor.export_formats import FORMATS
    from kspec.executor.loading import Loading

    finished = Finished.at(run, Allowed(allow_import, paths=allow_path))
    path = output or run / f"export-{form}" / f"model{FORMATS[form].suffix}"
    Loading(whole=True).wait()
    done = export(finished, form, path, data, Path())
    print_lines(
        f"{done.model}: answers for {done.samples} samples differ by at most {done.difference:.2g}"
    )
    print_lines(f"{done.card}: what it was trained on, its scores, and how to repeat it")
