from collections.abc import Iterator

from kspec.analysis.logs import monitors
from kspec.analysis.model import Analysis
from kspec.analysis.steps import training_steps
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.layer_fixes import put, taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path, Related
from kspec.spec.training.callbacks.callback import MonitorCallback
from kspec.spec.training.fit import Fit

rule = Rule("KS406", "patience-exceeds-epochs", Severity.WARNING, since="0.1", needs=("callbacks",))

WAITING = ("patience", "start_from_epoch")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, fit = model.known_spec, model.fit
    is_fixed = "epochs" in fit.model_fields_set - fit.unknown_fields
    if is_fixed:
        yield from _never_saved(model, spec, fit)
    for path, callback in monitors(spec):
        fields = [name for name in WAITING if name in callback.model_fields_set]
        where = (*path, fields[0]) if fields else path
        waits = _epochs(callback, fit)
        if is_fixed and waits is not None and _is_idle(callback, waits, fit.epochs):
            yield rule.at(
                where,
                _too_late(callback, fit),
                help=_help(fit.epochs),
                fix=_fix(callback, path, fit),
                related=(Related(spec.path("fit", "epochs"), "the epochs"),),
            )
        elif (end := _end(spec, callback)) is not None:
            yield rule.at(
                where,
                f"A patience of {getattr(callback, 'patience', 0)} never runs out: "
                "EarlyStopping ends the training before",
                help="Lower it below the patience of EarlyStopping.",
                fix=_below(spec, where, end),
                related=(Related(end, "stops no later"),),
            )


def _help(epochs: int) -> str:
    if epochs == 1:
        return "Train for more epochs, or leave it out."
    return "Lower the patience, or train for more epochs."


def _fix(callback: MonitorCallback, path: Path, fit: Fit) -> Fix | None:
    """Fix that removes the callback for one epoch, or sets a patience of a third of several."""
    if fit.epochs == 1 or (_epochs(callback, fit) or 0) - getattr(callback, "patience", 0) > 1:
        return taken_out(path)
    if "patience" not in callback.model_fields_set:
        patience = f'"patience": {fit.epochs // 3}'
        return Fix((Edit(path, patience, action="insert_field"),), safe=False)
    return put((*path, "patience"), fit.epochs // 3)


def _below(spec: ModelSpec, where: Path, end: Path) -> Fix | None:
    """Fix that sets half of the patience with which the training ends, where there is one."""
    patience = spec.value_at((*end, "patience"))
    if where[-1] == "start_from_epoch" or not isinstance(patience, int) or patience < HALVED:
        return None
    callback = where[:-1] if where[-1] == "patience" else where
    return unsafe((Edit.of_field(spec, callback, "patience", patience // HALVED),))


HALVED = 2


def _never_saved(model: Analysis, spec: ModelSpec, fit: Fit) -> Iterator[Finding]:
    """Checkpoints that are due after more batches than training has."""
    steps = training_steps(model)
    for index, callback in enumerate(fit.callbacks or ()) if steps else ():
        path = spec.path("fit", "callbacks", index)
        every = getattr(callback, "save_freq", None)
        if isinstance(every, int) and every > (steps or 0):
            yield rule.at(
                (*path, "save_freq"),
                f"Nothing is saved: that is every {every:,} batches, and training has {steps:,}",
                help='Write "epoch" to save after each epoch.',
                related=(Related(spec.path("fit", "epochs"), "the epochs"),),
                fix=Fix((Edit((*path, "save_freq"), '"epoch"'),), safe=False),
            )


def _is_idle(callback: MonitorCallback, waits: float, epochs: int) -> bool:
    """Whether a callback never acts in ``epochs`` epochs, of which the first sets the best value.
    Weights are restored however the training ends, and a patience of all epochs may say so.
    """
    restores = getattr(callback, "restore_best_weights", False)
    if restores and getattr(callback, "start_from_epoch", 0) < epochs:
        return 1 < epochs < waits
    return waits >= epochs or epochs == 1


def _too_late(callback: MonitorCallback, fit: Fit) -> str:
    if fit.epochs == 1:
        return f"{type(callback).__name__} acts in the second epoch at the earliest, and there is 1"
    start = getattr(callback, "start_from_epoch", 0)
    if start >= fit.epochs:
        name = type(callback).__name__
        return f"{name} waits for epoch {start + 1}, and training ends after {fit.epochs}"
    patience = f"A patience of {getattr(callback, 'patience', 0)}"
    from_there = f" from epoch {start + 1} on" if start else ""
    restores = getattr(callback, "restore_best_weights", False)
    only = ": the best weights come back, and nothing stops" if restores else ""
    return f"{patience}{from_there} never runs out in {fit.epochs} epochs{only}"


def _epochs(callback: MonitorCallback, fit: Fit) -> float | None:
    """Number of epochs that a callback waits; for its values of those with a validation."""
    patience = getattr(callback, "patience", None)
    if patience is None:
        return None
    every = fit.validation_freq if isinstance(fit.validation_freq, int) else 1
    times = every if callback.monitor.startswith("val_") else 1
    return float(getattr(callback, "start_from_epoch", 0) + patience * times)


def _end(spec: ModelSpec, callback: MonitorCallback) -> Path | None:
    """The EarlyStopping on the same value that ends the training before a rate goes down."""
    patience = getattr(callback, "patience", None)
    if patience is None or callback.ends_training:
        return None
    for path, other in monitors(spec):
        first = getattr(other, "patience", patience + 1) <= patience
        if other.ends_training and first and other.monitor == callback.monitor:
            return None if getattr(other, "start_from_epoch", 0) else path
    return None
