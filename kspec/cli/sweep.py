"""`kspec sweep`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.how_far import Waiting
from kspec.cli.options import allow_address, allow_import, allow_path, text_or_json, tracker
from kspec.cli.terminal import print_json, print_lines
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from kspec.analysis.model import Analysis
    from kspec.executor.sweep.pool import Event, Pool, Sweep
    from kspec.executor.sweep.ray_worker import RayWorker
    from kspec.executor.sweep.study import Aim
    from kspec.executor.sweep.worker_process import WorkerProcess
    from kspec.linter.linter import Linter
    from kspec.outputs.sweep import SweepOutput


class Request(NamedTuple):
    """The argument and options."""

    path: Path
    trials: int
    workers: int | None
    launcher: str
    run_dir: Path | None
    storage: str | None
    sampler: str
    seed: int
    metric: str | None
    no_prune: bool
    data: str | None
    epochs: int | None
    trackers: tuple[str, ...]
    output_format: str
    allow_import: tuple[str, ...]
    allow_path: tuple[Path, ...]
    allow_address: tuple[str, ...]

    @property
    def json(self) -> bool:
        """Whether standard output is for programs."""
        return self.output_format == "json"

    def of_trials(self) -> dict[str, Any]:
        """The options of each trial, as JSON."""
        kept = ("data", "seed", "epochs", "allow_import", "allow_address", "trackers")
        return {
            "command": sys.argv,
            "base": str(self.path.parent.absolute()),
            "name": self.path.name,
            "allow_path": [str(one.absolute()) for one in self.allow_path],
            **{name: getattr(self, name) for name in kept},
        }


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--trials",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many trials the sweep has in all.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Trials at a time. [default: one a core]"
)
@click.option(
    "--launcher",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where they run: on this machine, or on the nodes of the Ray cluster at RAY_ADDRESS.",
)
@click.option(
    "--run-dir",
    type=click.Path(path_type=Path),
    help="The folder of the sweep; one that is there goes on. [default: runs/NAME-sweep]",
)
@click.option(
    "--storage",
    metavar="URL",
    help="A database that several machines share, such as postgresql+psycopg://host/db. "
    "[default: study.db in the folder]",
)
@click.option(
    "--sampler",
    type=click.Choice(["tpe", "random", "grid"]),
    default="tpe",
    show_default=True,
    help="How values are drawn.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="The random seed of the draws, and of every trial.",
)
@click.option("--metric", help="What trials are compared by. [default: as the spec's callbacks]")
@click.option("--no-prune", is_flag=True, help="Train every trial to its end.")
@click.option("--data", help="Train on this data instead of what the spec names.")
@click.option("--epochs", type=click.IntRange(min=1), help="Train at most this many epochs.")
@tracker("Track each trial there, too, all under the sweep; again for each further one.")
@text_or_json("json: the trials on standard output; progress goes to standard error.")
@allow_import
@allow_path
@allow_address
def command(**options: Any) -> None:  # noqa: ANN401 - options of many types
    """Try values for places in a spec, and find the best ones.

    PATH is a spec with "sweep", which says by JSON pointers what is tried where:

    \b
    "sweep": {
      "/layers/0/units": {"choices": [16, 32, 64]},
      "/fit/batch_size": {"min": 16, "max": 256, "log": true}
    }

    Each drawn spec is linted first, and one with an error is not trained. A sweep that was broken
    off goes on where it was. Exit codes: 0 done, 1 errors in the spec or no trial that was trained,
    2 bad usage or data; 130 after Ctrl-C.
    """  # noqa: D301 - click reads the character
    sys.exit(_swept(Request(**options)))


def _swept(request: Request) -> int:
    from kspec.cli.valid_spec import SpecFile
    from kspec.executor.custom import Allowed
    from kspec.executor.errors import ExecutorError
    from kspec.executor.paths import check_permissions
    from kspec.executor.sweep.pool import Sweep
    from kspec.executor.sweep.space import Sampling
    from kspec.executor.sweep.study import enqueue_grid, open_study, storage_of, storing
    from kspec.executor.trackers.tracking import check_trackers, track_sweep

    path = request.path
    file = SpecFile(path)
    analysis = file.valid()
    spec = analysis.known_spec
    if not spec.sweep:
        raise ExecutorError(f'{path} has no "sweep" that says what to try: see kspec sweep --help')
    if str(spec.effective_fit.distribute).startswith("multi_worker"):
        raise ExecutorError(
            f"{path} is trained by multi_worker, and a sweep trains each trial in one process: "
            "take fit.distribute out, and give the sweep --workers"
        )
    allowed = Allowed(request.allow_import, paths=request.allow_path)
    folder = request.run_dir or Path("runs") / f"{spec.network.name}-sweep"
    check_permissions(analysis, path.parent, allowed, reads_source=request.data is None)
    check_trackers(request.trackers)
    folder.mkdir(parents=True, exist_ok=True)
    aim = _aim(analysis, request)
    sampling = Sampling(folder.name, request.sampler, request.seed, not request.no_prune)
    url = storage_of(folder, request.storage)
    study = open_study(url, aim, spec.sweep, sampling)
    trials = request.trials
    if request.sampler == "grid":
        with storing(url):
            trials = enqueue_grid(study, spec.sweep, request.seed, trials)
    say = _Teller(aim.metric, trials, err=request.json)
    tracked = track_sweep(folder, spec.network.name, request.trackers, say.line)
    sweep = Sweep(
        dict(spec.document),
        spec.sweep,
        aim.metric,
        folder,
        trials,
        {**request.of_trials(), "sweep": tracked},
        lambda drawn: _errors_of(file.linter, path, drawn),
    )
    with storing(url):
        return _tried(sweep, study, aim, request, say)


def _tried(sweep: Sweep, study: object, aim: Aim, request: Request, say: _Teller) -> int:
    """The exit code of a sweep that goes on, or begins."""
    from kspec.executor.sweep.pool import Pool
    from kspec.executor.sweep.study import put_back
    from kspec.spec.type_words import counted

    if again := put_back(study, shared=request.storage is not None):
        say.line(f"broken off before, and drawn again: {counted(again, 'trial')}")
    launcher, room = _launcher(request, say)
    pool = Pool(sweep, study, say.event, launcher)
    say.done = pool.finished()
    with say.waiting:
        stopped = _run(pool, request.workers or room)
    return stopped or _end(sweep, study, aim, request)


def _launcher(request: Request, say: _Teller) -> tuple[type[WorkerProcess | RayWorker], int]:
    """Class of the workers, and the number that fits."""
    if request.launcher == "local":
        from kspec.executor.sweep.worker_process import WorkerProcess

        return WorkerProcess, os.cpu_count() or 1
    from kspec.executor.sweep.ray_worker import RayWorker, connect

    room, sentence = connect()
    say.line(sentence)
    return RayWorker, room


def _run(pool: Pool, workers: int) -> int:
    """Run a pool; the exit code of the signal that stopped it, else 0."""
    from kspec.executor.interrupt import heed, restore

    heard: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        heard.append(number)
        print_lines("stopping after this epoch: the same command goes on", err=True)
        pool.stop()

    former = heed(stop)
    try:
        pool.run(workers)
    finally:
        restore(former)
    return 128 + heard[0] if heard else 0


def _aim(analysis: Analysis, request: Request) -> Aim:
    from kspec.executor.better import direction
    from kspec.executor.callbacks import monitor_of
    from kspec.executor.settings import settings_of
    from kspec.executor.sweep.study import Aim

    spec = analysis.known_spec
    settings = settings_of(spec, epochs=request.epochs)
    own = spec.effective_data.validation is not None
    metric, better = monitor_of(spec, validated=bool(settings.held_out) or own)
    if request.metric is None:
        return Aim(metric, better)
    return Aim(request.metric, direction(spec, request.metric))


def _errors_of(linter: Linter, path: Path, document: Mapping[str, Any]) -> str | None:
    """The errors that lint finds in a drawn spec, in one line; None where there are none."""
    from kspec.linter.finding import Severity

    checked = linter.check_text(json.dumps(document), path.name, "json", origin=path.absolute())
    errors = [
        f"{finding.code} {finding.message}"
        for finding in checked.findings
        if finding.severity is Severity.ERROR
    ]
    return "; ".join(errors) or None


class _Teller:
    """Prints a line for each trial that ends, and to a terminal the number of remaining ones."""

    def __init__(self, metric: str, trials: int, *, err: bool) -> None:
        self._metric = metric
        self._trials = trials
        self._err = err
        self.done = 0
        self.waiting = Waiting(lambda: f"{self.done} of {self._trials} trials done")

    def line(self, text: str) -> None:
        """Print a note."""
        print_lines(f"note: {text}", err=self._err)

    def event(self, event: Event) -> None:
        """Print how a trial ended."""
        self.done += event.outcome != "lost"
        self.waiting.clear()
        values = ", ".join(f"{pointer} {_short(value)}" for pointer, value in event.values.items())
        end = event.reason if event.value is None else f"{self._metric} {event.value:.4g}"
        word = "" if event.outcome == "trained" else f"{event.outcome}: "
        print_lines(
            f"trial {event.number:>3}  {word}{end}  ({values})" if event.number >= 0 else end,
            err=self._err,
        )


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value)


def _end(sweep: Sweep, study: object, aim: Aim, request: Request) -> int:
    from kspec.executor.sweep.results import results, write_results

    output: SweepOutput = results(study, aim)
    write_results(sweep, output)
    if request.json:
        print_json(output)
        return int(output["best"] is None)
    best = output["best"]
    if best is None:
        print_lines("", "no trial was trained to its end")
        return 1
    print_lines("", f"best: trial {best['number']}, {aim.metric} {best['value']:.4g}")
    print_lines(*(f"  {pointer}  {_short(value)}" for pointer, value in best["values"].items()))
    if output["importances"]:
        print_lines("", "what made the difference:")
        rows = output["importances"].items()
        print_lines(*(f"  {share:4.0%}  {pointer}" for pointer, share in rows))
    print_lines("", f"best spec: {sweep.folder / 'best.json'}", f"run: {best['run']}")
    print_lines(f"all trials: {sweep.folder / 'report.html'}, or kspec runs {sweep.folder}")
    return 0
