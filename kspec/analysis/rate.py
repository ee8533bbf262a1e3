"""The learning rate that a spec states, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple
from kspec.spec.registry import OPTIMIZERS
from kspec.spec.training.optimizers.optimizer import Optimizer

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path
    from kspec.spec.training.schedules import LearningRateSchedule


class Rate(NamedTuple):
    """Stated learning rate (the first one of a schedule, or that after a warm-up), with the
    optimizer's name and Keras's default for it.
    """

    value: float
    path: Path
    optimizer: str
    default: float


def stated_schedule(model: Analysis) -> tuple[LearningRateSchedule, Path] | None:
    """The learning-rate schedule of Keras's, and where its fields are written."""
    spec = model.spec
    optimizer = None if spec is None or spec.compile is None else spec.compile.optimizer
    rate: Any = getattr(optimizer, "learning_rate", None)
    if spec is None or not hasattr(rate, "ends_at_zero"):
        return None
    return rate, _fields(optimizer_field(spec, "learning_rate"))


def _fields(path: Path) -> Path:
    """Path of an object's fields: Keras's own dialect keeps them in a ``config``."""
    return (*path, "config") if len(path) > 1 and path[-2] == "config" else path


def stated_rate(model: Analysis) -> Rate | None:
    """The rate, when the spec states one as a number."""
    spec = model.spec
    optimizer = spec.compile.optimizer if spec is not None and spec.compile is not None else None
    if spec is None or not isinstance(optimizer, Optimizer):
        return None
    if "learning_rate" not in optimizer.model_fields_set:
        return None
    path = optimizer_field(spec, "learning_rate")
    rate = optimizer.learning_rate
    if field := getattr(rate, "peak_field", None):
        path, rate = (*_fields(path), field), getattr(rate, field, None)
    if not isinstance(rate, int | float):
        return None
    default = type(optimizer).model_fields["learning_rate"].default
    return Rate(rate, path, type(optimizer).__name__, default)


def first_rate(spec: ModelSpec) -> float | None:
    """Learning rate at the start of training, stated or the optimizer's default; None for a
    schedule and for an unknown optimizer.
    """
    optimizer = None if spec.compile is None else OPTIMIZERS.instance(spec.compile.optimizer)
    rate = getattr(optimizer, "learning_rate", None)
    return rate if isinstance(rate, int | float) else None


def is_replaced(model: Analysis) -> bool:
    """Whether a callback sets the rate, or may do so, being the user's own."""
    fit = None if model.spec is None else model.spec.fit
    callbacks = () if fit is None else fit.all_callbacks()
    return any(getattr(callback, "sets_rate", True) for _, callback in callbacks)


def optimizer_field(spec: ModelSpec, name: str) -> Path:
    """The path of a field of the optimizer, in either dialect."""
    path = spec.path("compile", "optimizer")
    written = spec.value_at(path)
    inside = isinstance(written, dict) and "class_name" in written
    return (*path, "config", name) if inside else (*path, name)
