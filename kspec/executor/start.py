"""Start of a run from a prepared spec: its directory and its training."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from kspec.analysis.model import Analysis
from kspec.data.sources import is_named
from kspec.executor.checkpoint import Checkpoint, load
from kspec.executor.custom import check_allowed
from kspec.executor.directory import RunDirectory, running
from kspec.executor.distribution.cluster import apart, cluster_of
from kspec.executor.distribution.distribution import distribution_of
from kspec.executor.environment import environment, fingerprint
from kspec.executor.errors import RunError
from kspec.executor.evaluation import scores
from kspec.executor.job import Job
from kspec.executor.listener import Listener
from kspec.executor.lock import alone_in
from kspec.executor.page import write_page
from kspec.executor.paths import check_links, check_written, reread
from kspec.executor.prepare import Prepared, read_and_prepare
from kspec.executor.run import Run
from kspec.executor.run_options import RunOptions
from kspec.executor.settings import settings_of
from kspec.executor.trackers.tracking import Tracking, check_trackers
from kspec.executor.training import train
from kspec.linter.selection import ERROR_KINDS
from kspec.named_tuple import NamedTuple
from kspec.spec.dialects.keras_object import is_of_keras
from kspec.spec.parse import parse
from kspec.spec.training.distribution import Distribution


def start(
    prepared: Prepared,
    base: Path,
    path: Path | None,
    listener: Listener,
    options: RunOptions = RunOptions(),  # noqa: B008 - it does not change
) -> Run:
    """Make a run directory and train in it; ``base`` is where the spec's relative paths start."""
    check_trackers(options.trackers)
    if cluster_of(prepared.settings.distribution).task_index:
        with apart() as folder:
            return _started(prepared, base, RunDirectory(folder), listener, options)
    directory = RunDirectory.new(path, prepared.spec.network.name)
    with alone_in(directory.path), directory.removed_unless_training_begins():
        return _started(prepared, base, directory, listener, options)


def _started(
    prepared: Prepared, base: Path, directory: RunDirectory, listener: Listener, options: RunOptions
) -> Run:
    directory.write("spec.json", resolved(prepared, base))
    directory.write(
        "environment.json", environment(prepared.settings.seed, prepared.samples, options)
    )
    directory.write("split.json", prepared.split.to_dict())
    directory.write("run.json", running())
    for note in prepared.notes:
        listener.note(note)
    return _trained(prepared, directory, listener, options)


def resume(
    path: Path,
    listener: Listener,
    options: RunOptions = RunOptions(),  # noqa: B008 - it does not change
    *,
    epochs: int | None = None,
    distribute: str | None = None,
) -> Run:
    """Resume a run from its last whole epoch, as if it had never been interrupted.

    ``epochs`` is the new total, ``distribute`` another strategy. Raises `RunError` where there is
    no run or nothing to do, where another process has it, and where the data has changed.
    """
    check_trackers(options.trackers)
    analysis = _analysis_of(path)
    if cluster_of(distribution_of(analysis.known_spec, distribute)).task_index:
        with apart(path) as folder:
            resuming = Resuming(analysis, path, RunDirectory(folder), epochs, distribute)
            return _resumed(resuming, listener, options)
    with alone_in(path):
        resuming = Resuming(analysis, path, RunDirectory(path), epochs, distribute)
        return _resumed(resuming, listener, options)


def distribution_of_run(path: Path, distribute: str | None) -> Distribution | None:
    """Strategy of a resumed run: ``distribute``, or that of its spec."""
    return distribution_of(_analysis_of(path).known_spec, distribute)


def _analysis_of(path: Path) -> Analysis:
    """The spec of a run; raises `RunError` where it is no longer valid."""
    analysis = Analysis(parse(RunDirectory(path).read("spec.json")))
    if analysis.spec is None or any(one.kind in ERROR_KINDS for one in analysis.reading.problems):
        raise RunError(f"{path / 'spec.json'} is no longer a valid spec.")
    return analysis


class Resuming(NamedTuple):
    """Resumed run: its directory, and the one that this worker writes in."""

    analysis: Analysis
    path: Path
    directory: RunDirectory
    epochs: int | None
    distribute: str | None


def _resumed(resuming: Resuming, listener: Listener, options: RunOptions) -> Run:
    analysis, path, directory, epochs, distribute = resuming
    spec = analysis.known_spec
    ended = directory.read_record("run.json", state=str)
    surroundings = directory.read_surroundings()
    source = spec.effective_data.source
    if source is None:
        raise RunError(f"{path} was trained on arrays that were given from Python: train it anew.")
    _check_unfinished(path, ended, epochs)
    _check_backend(path, surroundings.get("backend", "tensorflow"))
    check_allowed(analysis, options.allowed)
    check_written(spec, options.allowed)
    check_links(path, options.allowed)
    allowed = reread(spec, path, options.allowed)
    settings = settings_of(spec, seed=surroundings["seed"], epochs=epochs, distribute=distribute)
    kept = directory.read_split()
    prepared = read_and_prepare(analysis, path, settings, kept=kept, allowed=allowed)
    if fingerprint(prepared.samples) != surroundings["data"]:
        raise RunError(f"{source} has changed since {path} was begun: train it anew.")
    options = options._replace(plain=surroundings["plain"])
    state = load(directory.state) if directory.state.exists() else None  # killed in its first epoch
    if state is not None and ended["state"] == "done":  # more epochs are wanted, whatever ended it
        state = state._replace(stopped=False)
    else:
        directory.write("run.json", running())
    return _trained(prepared, directory, listener, options, state)


def _check_backend(path: Path, backend: object) -> None:
    """Raises `RunError` for a run of another backend, which draws other random numbers."""
    import keras

    now = keras.backend.backend()
    if backend != now:
        raise RunError(
            f"{path} was trained on {backend}, and Keras now runs on {now}: set "
            f"KERAS_BACKEND={backend} to go on."
        )


def _check_unfinished(path: Path, ended: dict[str, Any], epochs: int | None) -> None:
    if ended["state"] == "failed":
        raise RunError(f"{path} {ended.get('ended')}: to go on would only repeat that.")
    done = ended.get("epochs")
    if ended["state"] == "done" and (epochs is None or (isinstance(done, int) and epochs <= done)):
        raise RunError(
            f"{path} is done ({ended.get('ended')}): to train it further, give more --epochs."
        )


def _trained(
    prepared: Prepared,
    directory: RunDirectory,
    listener: Listener,
    options: RunOptions,
    state: Checkpoint | None = None,
) -> Run:
    """Train, describe the result, and have both tracked; in a cluster the chief does the rest."""
    is_chief = not cluster_of(prepared.settings.distribution).task_index
    tracking = Tracking(listener, options.trackers if is_chief else (), options.sweep)
    tracking.begin(directory, prepared.spec.network.name)
    job = Job(prepared.analysis, prepared.settings, prepared.train, prepared.validation, options)
    run = train(job, directory, tracking, state)
    if not is_chief:
        return run
    run = _finished(run, prepared, directory)
    tracking.end(run)
    return run


def _finished(run: Run, prepared: Prepared, directory: RunDirectory) -> Run:
    if prepared.test is not None and run.best_epoch is not None and run.signal is None:
        run = run._replace(test=scores(run.model, prepared.spec.network, prepared.test))
    directory.write("run.json", {**run.to_dict(), "classes": prepared.classes})
    from kspec.executor.held_out.predicted import held_of

    write_page(directory, run, prepared, held_of(run, prepared))
    return run


def resolved(prepared: Prepared, base: Path) -> dict[str, Any]:
    """Spec of the training: with defaults, and with absolute paths, so that it can be trained again
    from anywhere.
    """
    written = deepcopy(prepared.spec.document)
    document = {"kspec": 1, "model": written} if is_of_keras(written) else dict(written)
    settings = prepared.settings
    document["fit"] = {
        **document.get("fit", {}),
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "validation_split": settings.held_out,
        "seed": settings.seed,
    }
    if settings.distribution is not None:
        document["fit"]["distribute"] = str(settings.distribution)
    else:
        document["fit"].pop("distribute", None)
    data = dict(document.get("data", {}))
    for name in ("source", "validation", "test"):
        value = getattr(prepared.spec.data, name, None)
        if name == "source" and prepared.source is not None:
            value = prepared.source
        if isinstance(value, str):
            data[name] = value if is_named(value) else str((base / value).resolve())
    return {**document, "data": data} if data else document
