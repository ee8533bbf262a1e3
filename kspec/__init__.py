"""kspec: lint Keras models in code, specs and files, size them, and train specs.

Everything is imported when it is first called: `import kspec` costs nothing, and only `build`,
`fit` and `check` need Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from kspec.analysis.model import Analysis
    from kspec.analysis.summary_table import Summary
    from kspec.executor.api import FitOptions
    from kspec.executor.run import Run
    from kspec.linter.report import Report
    from kspec.report.notebook import NotebookReport
    from kspec.spec.model import ModelSpec

__all__ = [
    "Check",
    "CheckError",
    "SpecError",
    "__version__",
    "build",
    "check",
    "fit",
    "lint",
    "lint_text",
    "load",
    "summarize",
]


class SpecError(ValueError):
    """A spec has errors, which the message lists; `report` holds all findings."""

    def __init__(self, report: Report) -> None:
        super().__init__(_errors_of(report))
        self.report = report


class CheckError(ValueError):
    """A model or its data has errors, which the message lists; `report` holds all findings."""

    def __init__(self, report: Report) -> None:
        super().__init__(_errors_of(report))
        self.report = report


def load(source: str | os.PathLike[str] | dict[str, Any]) -> ModelSpec:
    """Read a spec or a Keras model file (JSON, YAML or ``.keras``), or a mapping of the same
    content.

    Raises `SpecError` when there is an error in it, and `OSError` when it cannot be read.
    """
    spec = _valid(source).spec
    assert spec is not None  # noqa: S101 - or it would not be valid
    return spec


def lint(source: object, *, data: object = None, task: str | None = None) -> NotebookReport:
    """Lint a path, a mapping, a `ModelSpec` or a compiled ``keras.Model``.

    A string is the path of a file. One that is no existing path and looks like the text of a spec
    is linted as a text; `lint_text` is for texts, and opens no file whatever their content.

    ``data`` is arrays to check the spec against, samples first: ``(x, y)``, ``(x,)`` or ``(x, y,
    (x_val, y_val))``, each an array, a list of them in Keras's order, or a mapping by the names of
    inputs or outputs; or an iterable of batches of both (a ``tf.data`` dataset, a ``PyDataset``),
    of which the first few are read. ``task`` is the task of the network, where the spec has none.

    Nothing is raised for a faulty spec: see `Report.ok` and `Report.findings`. Raises `TypeError`
    for a source or data of another type, and `OSError` for an unreadable file or a folder, of which
    `kspec lint FOLDER` lints all files.
    """
    from kspec.linter.sources import checked_from
    from kspec.report.notebook import NotebookReport

    return NotebookReport([checked_from(source, data=data, task=task)])


def lint_text(
    text: str | bytes,
    *,
    filename: str | None = None,
    format: str | None = None,  # noqa: A002 - the field's word
    settings: Mapping[str, Any] | None = None,
    task: str | None = None,
) -> NotebookReport:
    """Lint the text of a spec or a Keras model, or the bytes of its file, and open no file.

    ``filename`` is the name in the report, and its suffix gives the format, unless ``format`` does
    ("json", "jsonc", "yaml" or "keras"). ``settings`` are those of a ``kspec.toml``, such as
    ``{"ignore": ["KS501"]}``, and ``task`` is the task of the network, where the text has none. A
    file that the text names (``"model": "encoder.keras"``) is a finding, and not read.

    Nothing is raised for a faulty text. Raises `ValueError` for settings that cannot be used.
    """
    from kspec.linter.linter import Linter
    from kspec.linter.settings import NO_SETTINGS
    from kspec.report.notebook import NotebookReport

    chosen = NO_SETTINGS
    if settings:
        from kspec.linter.settings_reader import settings_from

        chosen = settings_from(settings)
    linter = Linter(chosen, task=task)
    return NotebookReport([linter.check_text(text, filename or "<text>", format)])


def summarize(source: object) -> Summary:
    """Every layer's output shape, dtype and parameters, exactly as Keras counts them, without
    Keras.

    Shapes have the batch first; an unknown dimension is None. Raises `SpecError` without a network
    to size.
    """
    from kspec.analysis.summary import summarize as summary_of
    from kspec.linter.report import Report
    from kspec.linter.sources import linted_from

    linted = linted_from(source)
    summary = None if linted.analysis is None else summary_of(linted.analysis)
    if summary is None:
        raise SpecError(Report([linted]))
    return summary


def build(
    spec: str | os.PathLike[str] | dict[str, Any] | ModelSpec,
    *,
    custom_objects: Mapping[str, Any] | None = None,
    allow_import: Sequence[str] = (),
) -> Any:  # noqa: ANN401 - Keras is untyped
    """Build the Keras model of a spec (a path, a mapping or a `ModelSpec`), compiled where the spec
    has ``compile``.

    ``custom_objects`` are classes and functions outside Keras by name, and ``allow_import`` the
    packages or modules that they may be imported from: nothing else that a spec names is imported.

    Raises `SpecError` when the spec has an error, and `ValueError` (`ExecutorError`) for a class
    that is not allowed.
    """
    from kspec.executor.build import build as built
    from kspec.executor.custom import Allowed

    return built(_analysed(spec), Allowed(tuple(allow_import), custom_objects or {}))


def fit(  # noqa: PLR0913 - those of `Model.fit`
    spec: str | os.PathLike[str] | dict[str, Any] | ModelSpec,
    x: object = None,
    y: object = None,
    *,
    validation_data: object = None,
    sample_weight: object = None,
    group: object = None,
    time: object = None,
    **options: Unpack[FitOptions],
) -> Run:
    """Train a spec on arrays (samples first), or without any on the data that it names.

    ``x``, ``y`` and ``sample_weight`` are one array each, lists in Keras's order, or mappings by
    the names of inputs and outputs; an autoencoder needs no ``y``. ``x`` may be a ``tf.data``
    dataset or a ``keras.utils.PyDataset`` of all, read once: its random draws stay. Without
    ``validation_data`` (``(x, y)``, ``(x, y, sample_weight)`` or a dataset) a part is held out, by
    ``fit.validation_split`` (0.2 by default): of ``group`` (a value for each sample) whole groups,
    of ``time`` the latest.

    Options: ``run_dir`` (``runs/<name>-<time>`` by default), ``epochs`` and ``seed`` override the
    spec; ``plain`` turns off speedups; ``diagnose`` adds the checks that take time;
    ``custom_objects`` and ``allow_import`` as in `build`; ``allow_path`` are folders outside of its
    project that the file of a spec may read and write, ``allow_address`` servers that
    `RemoteMonitor` may send to; ``listener`` is notified of every epoch
    (`kspec.executor.listener.Listener`).

    Raises `SpecError` when the spec has an error, and `ValueError` (`DataError`) where the data
    does not fit it.
    """
    from kspec.data.given import FitData
    from kspec.executor.api import fit as fitted

    folder = _folder(spec)
    samples = FitData(x, y, sample_weight, group, time)
    return fitted(_analysed(spec), samples, validation_data, folder=folder, **options)


def check(  # noqa: PLR0913 - those of `Model.fit`
    model: Any,  # noqa: ANN401 - Keras is untyped
    x: object = None,
    y: object = None,
    validation_data: object = None,
    *,
    validation_split: float = 0.0,
    class_weight: Mapping[int, float] | None = None,
    sample_weight: object = None,
    batch_size: int | None = None,
    epochs: int | None = None,
    initial_epoch: int = 0,
    steps_per_epoch: int | None = None,
    validation_steps: int | None = None,
    validation_batch_size: int | None = None,
    validation_freq: int | list[int] = 1,
    task: str | None = None,
) -> Report:
    """Lint a compiled ``keras.Model`` and the data that it is to be trained on, before ``fit``.

    The arguments are those of ``Model.fit``; ``x`` and ``y`` are as in `lint`. Findings are printed
    to standard error, with a sentence on parts that kspec cannot read: the layers of a subclass of
    ``keras.Model``, whose loss, metrics and shapes are checked, or a generator. Raises `CheckError`
    where a finding is an error, and `TypeError` for a value that is no model.
    """
    from kspec.cli.live_check import FitArguments, report_of
    from kspec.cli.terminal import print_report

    weighted = sample_weight is not None
    arguments = FitArguments(x, y, validation_data, validation_split, weighted=weighted)
    settings = {
        "validation_split": validation_split,
        "class_weight": class_weight,
        "batch_size": batch_size,
        "epochs": epochs,
        "initial_epoch": initial_epoch,
        "steps_per_epoch": steps_per_epoch,
        "validation_steps": validation_steps,
        "validation_batch_size": validation_batch_size,
        "validation_freq": validation_freq,
    }
    report = report_of(model, arguments, settings, task)
    if report.findings:
        print_report(report)
    if not report.ok:
        raise CheckError(report)
    return report


def Check(*data: object, **arguments: Any) -> Any:  # noqa: N802, ANN401 - stands among Keras's callbacks
    """A Keras callback that calls `check` with the model when training begins.

    It takes the arguments of `check` after the model: Keras does not show a callback its data.
    Errors end the training before the first batch, with a `CheckError`.
    """
    import keras

    callback: Any = keras.callbacks.LambdaCallback(
        on_train_begin=lambda _: check(callback.model, *data, **arguments)
    )
    return callback


def _errors_of(report: Report) -> str:
    errors = [finding for finding in report.findings if finding.severity == "error"]
    return "\n".join(f"{error.code}: {error.message}" for error in errors)


def _analysed(spec: str | os.PathLike[str] | dict[str, Any] | ModelSpec) -> Analysis:
    """The analysis of a spec; raises `SpecError` as `load`, for a `ModelSpec` nothing."""
    from kspec.analysis.model import Analysis
    from kspec.spec.model import ModelSpec

    return Analysis.of(spec) if isinstance(spec, ModelSpec) else _valid(spec)


def _valid(source: object) -> Analysis:
    """Analyze a source of `lint`; raises `SpecError` where the source has an error."""
    from kspec.linter.report import Report
    from kspec.linter.sources import linted_from

    linted = linted_from(source)
    report = Report([linted])
    if linted.analysis is None or linted.analysis.spec is None or not report.ok:
        raise SpecError(report)
    return linted.analysis


def _folder(spec: object) -> str | None:
    """Folder of a spec's file, which relative paths start from; None for a spec without a file."""
    import os

    return os.path.dirname(spec) if isinstance(spec, str | os.PathLike) else None  # noqa: PTH120 - no pathlib for one call


def load_ipython_extension(shell: object) -> None:
    """Check each model that a notebook fits from now on; IPython calls this for ``%load_ext
    kspec``.
    """
    from kspec.cli.cells import load

    del shell
    load()


def unload_ipython_extension(shell: object) -> None:
    """End the checks; IPython calls this for ``%unload_ext kspec``."""
    from kspec.cli.cells import unload

    del shell
    unload()
