from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.analysis.rate import stated_schedule
from kspec.analysis.steps import epochs_of, training_steps
from kspec.linter.finding import Edit, Severity
from kspec.linter.layer_fixes import put, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding, Fix
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path
    from kspec.spec.training.schedules import LearningRateSchedule

rule = Rule("KS408", "schedule-length", Severity.WARNING, since="0.1", needs=("compile",))

FAR = 10
"""Ratio of a schedule's length to the training's from which on the schedule hardly begins."""

UNCHANGED = 0.99
"""Fraction of a rate from which on no decay is meant."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, stated = model.known_spec, stated_schedule(model)
    if stated is None:
        return
    schedule, path = stated
    if (field := schedule.never_falls_by) is not None:
        yield _flat(spec, schedule, path, field)
        return
    steps = training_steps(model)
    fault = _fault(schedule, steps, epochs_of(spec)) if steps else _in_epochs(schedule, spec)
    if fault is None:
        return
    yield rule.at(
        (*path, schedule.length_field),
        fault,
        help=f"Count steps, not epochs: the training has {steps:,}."
        if steps
        else "Count steps, not epochs: each epoch has one for each batch.",
        related=(Related(spec.path("fit", "epochs"), "the epochs"),),
        fix=_fix(model, (*path, schedule.length_field), steps) if steps else None,
    )


def _flat(spec: ModelSpec, schedule: LearningRateSchedule, path: Path, field: str) -> Finding:
    """A schedule that ends where it begins, or above."""
    stated, value = field in schedule.model_fields_set, getattr(schedule, field)
    shown = f'"{field}" is {value}' + ("" if stated else " where nothing is said")
    usual = USUAL.get(field)
    return rule.at(
        (*path, field) if stated else path,
        f"The rate never falls: {shown}",
        help=FLAT[field],
        fix=None if usual is None else unsafe((Edit.of_field(spec, path, field, usual),)),
    )


FLAT = {
    "alpha": "It is the share of the rate that is left at the end: 0 to 0.1 is usual.",
    "decay_rate": "A decay of 0.9 is usual; for one rate throughout, write it as a number.",
    "end_learning_rate": "Write a rate below the initial one.",
    "first_decay_steps": "Count steps: those of some epochs are usual.",
    "values": "Write smaller ones, or one rate as a number.",
}
"""The help for each argument that keeps a rate from falling."""

USUAL = {"alpha": 0.0, "decay_rate": 0.9, "end_learning_rate": 0.0, "first_decay_steps": 1000}
"""The value that lowers the rate; a factor and a divisor are both 0.9."""


def _fix(model: Analysis, path: Path, steps: int) -> Fix | None:
    """Fix that sets the steps of the training, or converts boundaries in epochs to steps."""
    written: Any = model.value_at(path)
    warm = (*path[:-1], "warmup_steps")
    warming = model.value_at(warm)
    if isinstance(warming, int) and warming >= steps:
        tenth = steps // 10
        return unsafe(put(warm, tenth).edits, put(path, steps - tenth).edits)
    if model.spec is None:
        return None
    epochs = epochs_of(model.spec)
    if isinstance(written, int):
        return put(path, steps if path[-1] == "decay_steps" else written * (steps // epochs))
    if not isinstance(written, list):
        return None
    counts_epochs = all(isinstance(one, int) and one <= epochs for one in written)
    return put(path, [one * (steps // epochs) for one in written]) if counts_epochs else None


def _in_epochs(schedule: LearningRateSchedule, spec: ModelSpec) -> str | None:
    """Fault of a schedule that ends after as many steps as there are epochs, of samples that are
    not counted, in batches that are.
    """
    fit = spec.fit
    if fit is None or "batch_size" in fit.unknown_fields or "steps_per_epoch" in fit.unknown_fields:
        return None
    ends = schedule.length_field == "decay_steps" and schedule.ends_at_zero
    if not ends or schedule.spent != fit.epochs or fit.epochs < SEVERAL:
        return None
    return f"The rate is at its end after {fit.epochs:,} steps, and training has as many epochs"


SEVERAL = 5
"""Number of epochs that is no number of steps by chance."""


def _fault(schedule: LearningRateSchedule, steps: int, epochs: int) -> str | None:
    """Fault of a schedule for this number of steps; None where it fits."""
    length, spent = schedule.length, schedule.spent
    if spent is not None and spent < steps / 2:
        rest = "0" if schedule.ends_at_zero else "less than a millionth of the first"
        return (
            f"The rate is {rest} after {spent:,.0f} of {steps:,} steps: the others change nothing"
        )
    in_pieces = schedule.length_field != "decay_steps"
    if length is not None and length >= (steps if in_pieces else FAR * steps):
        return (
            f"The rate does not go down: that takes {length:,g} steps, and training has {steps:,}"
        )
    left = schedule.left_after(steps - 1)
    if left is not None and UNCHANGED < left <= 1:
        by = "does not go down" if left == 1 else "goes down by less than 1 %"
        return f"The rate {by} in all of {steps:,} steps"
    if not schedule.counts_epochs(epochs, steps // epochs):
        return None
    if in_pieces and length is None:
        return f"The rate starts again many times in each of {epochs:,} epochs: it counts steps"
    return f"The rate is at its last in the first of {epochs:,} epochs: boundaries are in steps"
