"""`kspec train`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.options import allow_address, allow_import, allow_path, text_or_json, tracker
from kspec.cli.terminal import print_json, print_lines
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.cli.progress import Printer
    from kspec.cli.valid_spec import SpecFile
    from kspec.executor.prepare import Prepared
    from kspec.executor.run import Run
    from kspec.executor.run_options import RunOptions
    from kspec.executor.settings import Settings
    from kspec.outputs.train import TrainOutput

FAILED = 1


class Request(NamedTuple):
    """The argument and options."""

    path: Path | None
    resume: Path | None
    run_dir: Path | None
    data: str | None
    epochs: int | None
    seed: int | None
    plain: bool
    diagnose: bool
    allow_import: tuple[str, ...]
    allow_path: tuple[Path, ...]
    allow_address: tuple[str, ...]
    trackers: tuple[str, ...]
    distribute: str | None
    output_format: str

    def options(self) -> RunOptions:
        """Options of the run; raises `ExecutorError` for a tracker that is not installed."""
        from kspec.executor.custom import Allowed
        from kspec.executor.run_options import RunOptions
        from kspec.executor.trackers.tracking import check_trackers

        allowed = Allowed(self.allow_import, paths=self.allow_path, addresses=self.allow_address)
        check_trackers(self.trackers)
        return RunOptions(
            plain=self.plain,
            own_process=True,
            diagnose=self.diagnose,
            allowed=allowed,
            trackers=self.trackers,
        )


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--run-dir",
    type=click.Path(path_type=Path),
    help="The directory to keep the run in. [default: runs/NAME-TIME]",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Resume this run from its last whole epoch, instead of PATH.",
)
@click.option("--data", help="Train on this data instead of what the spec names.")
@click.option("--epochs", type=click.IntRange(min=1), help="Train at most this many epochs.")
@click.option(
    "--seed", type=click.IntRange(min=0), help="The random seed. [default: the spec's, or 0]"
)
@click.option("--plain", is_flag=True, help="Train as Keras does, without what makes it faster.")
@click.option("--diagnose", is_flag=True, help="Also check whether one batch can be overfitted.")
@click.option(
    "--distribute",
    metavar="STRATEGY[:N]",
    help="Train on N devices or processes: mirrored, multi_worker (TensorFlow) or data_parallel "
    "(JAX); none: on one, whatever the spec says.",
)
@tracker("Track the run there, too; again for each further one.")
@text_or_json("json: how the run ended, on standard output; its progress goes to standard error.")
@allow_import
@allow_path
@allow_address
def command(**options: Any) -> None:  # noqa: ANN401 - options of many types
    """Lint a spec, train it, and keep everything in a run directory.

    PATH is a spec (JSON or YAML) with "compile" and "data". Nothing is trained when lint finds an
    error. Exit codes: 0 trained, 1 errors in the spec or a loss that is not finite, 2 bad usage or
    data; 130 after Ctrl-C, 143 after SIGTERM.
    """
    request = Request(**options)
    if (request.path is None) == (request.resume is None):
        raise click.UsageError("Give either PATH, or --resume and the directory of a run.")
    own = request.run_dir or request.data or request.plain or request.seed is not None
    if request.resume is not None and own:
        raise click.UsageError("--resume keeps the run's own directory, data, seed and speed.")
    run = _run(request)
    if request.output_format == "json":
        output: TrainOutput = {"run": str(run.path), **run.to_dict()}
        print_json(output)
    else:
        _show(run)
    sys.exit(exit_code(run))


def _run(request: Request) -> Run:
    from kspec.cli.progress import Printer, warnings_as_notes

    printer = Printer(err=request.output_format == "json")
    with warnings_as_notes(printer):
        if request.path is not None:
            return _trained(request.path, request, printer)
        return _resumed(request.resume or Path(), request, printer)


def _trained(path: Path, request: Request, printer: Printer) -> Run:
    """Train the spec of a file: read it, check its permissions, load its data, lint both, train."""
    from kspec.cli.terminal import CommandError
    from kspec.cli.valid_spec import SpecFile
    from kspec.cli.workers import local_workers
    from kspec.executor.distribution.distribution import prepare
    from kspec.executor.errors import ExecutorError
    from kspec.executor.paths import check_permissions
    from kspec.executor.settings import settings_of
    from kspec.linter.documents import code_format

    if code_format(path.name) is not None:
        raise CommandError(
            f"{path} is code, which kspec does not run. Run it with Python; or write its model as "
            f"a spec (`kspec convert {path} -o model.json`), add the data to that, and train it "
            "(`kspec train model.json`)"
        )
    options = request.options()
    file = SpecFile(path)
    analysis = file.sound()
    try:
        own = request.data is None
        check_permissions(analysis, path.parent, options.allowed, reads_source=own)
        settings = settings_of(
            analysis.known_spec,
            seed=request.seed,
            epochs=request.epochs,
            distribute=request.distribute,
        )
        prepare(settings.distribution)
    except ExecutorError:
        file.valid()
        raise
    with local_workers(settings.distribution):
        prepared = _prepared(file, analysis, settings, request)
        from kspec.executor.start import start

        return start(prepared, path.parent, request.run_dir, printer, options)


def _prepared(file: SpecFile, analysis: Analysis, settings: Settings, request: Request) -> Prepared:
    """Lint the spec of a file with its data, while Keras is imported.

    Errors of loading the data follow those that lint finds without it.
    """
    from kspec.cli.lint_data import to_check
    from kspec.data.errors import DataError, UnreadableDataError
    from kspec.data.sources import from_here, read_parts
    from kspec.executor.errors import ExecutorError
    from kspec.executor.loading import Loading
    from kspec.executor.prepare import prepare

    source = None if request.data is None else from_here(request.data)
    try:
        loading = Loading(whole=bool(request.allow_import))
        parts = read_parts(analysis, file.path.parent, request.allow_path, source)
        observed = file.parsed.observing(to_check(parts))
    except UnreadableDataError as error:
        file.valid()
        raise DataError(f"{error}.") from error
    except (DataError, ExecutorError):
        file.valid()
        raise
    prepared = prepare(file.valid(observed), settings, parts)
    loading.wait()
    return prepared


def _resumed(path: Path, request: Request, printer: Printer) -> Run:
    from kspec.cli.workers import local_workers
    from kspec.executor.distribution.distribution import prepare
    from kspec.executor.loading import Loading
    from kspec.executor.start import distribution_of_run, resume

    options = request.options()
    distribution = distribution_of_run(path, request.distribute)
    prepare(distribution)
    with local_workers(distribution):
        Loading(whole=bool(request.allow_import)).wait()
        return resume(path, printer, options, epochs=request.epochs, distribute=request.distribute)


def _show(run: Run) -> None:
    from kspec.cli.progress import in_pairs, value_text

    print_lines("", run.ended)
    best = run.best_epoch
    if best is not None:
        values = run.epochs.rows[best - 1]
        shown = [name for name in in_pairs(values) if name.startswith("val_")] or in_pairs(values)
        text = ", ".join(f"{name} {value_text(values[name])}" for name in shown)
        print_lines(f"best epoch {best}: {text}")
    if run.test is not None:
        text = ", ".join(f"{name} {value_text(run.test[name])}" for name in in_pairs(run.test))
        print_lines(f"on the test: {text}")
    for symptom in run.diagnosis:
        print_lines("", f"[{symptom.code} {symptom.name}] {symptom.message}.", f"  {symptom.help}")
    print_lines("", f"run directory: {run.path}")
    if run.signal is not None and run.epochs.rows:
        print_lines(f"go on with: kspec train --resume {shlex.quote(str(run.path))}")


def exit_code(run: Run) -> int:
    """Exit code: 0 for a completed run, 1 for a broken one, 128 and the signal's number for an
    interrupted one.
    """
    if run.signal is not None:
        return 128 + run.signal
    return FAILED if run.failed else 0
