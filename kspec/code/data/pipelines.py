"""Pipelines of scikit-learn whose steps only prepare data: scalers, encoders, decompositions."""

from collections.abc import Sequence

from kspec.code.data.estimators import Estimator
from kspec.code.library import KINDS, Changed, Kind
from kspec.code.values import Call, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

_THROUGH = {"fit": "fit_transform", "fit_transform": "fit_transform", "transform": "transform"}
"""The method of the steps before the last one, by that of the pipeline."""


class Preparation(NamedTuple):
    """Pipeline of estimators that prepare data, each with what it learned."""

    steps: tuple[Value, ...]


def is_preparing(step: Value) -> bool:
    """Whether an object prepares data in a way that is known."""
    return isinstance(step, Estimator | Preparation)


def of_steps(steps: Sequence[Value]) -> Preparation | None:
    """The pipeline of some steps, without those that pass data through; None where one of them is
    not known to prepare data.
    """
    kept = tuple(step for step in steps if not (step is None or isinstance(step, str)))
    return Preparation(kept) if kept and all(map(is_preparing, kept)) else None


def prepared(step: Value, name: str, data: Value, place: Place) -> tuple[Value, Value]:
    """The result of a method of a step on data, and the step after it."""
    result = KINDS[type(step)].method(step, name, Call(place, (data,)))
    return (result.result, result.receiver) if isinstance(result, Changed) else (result, step)


def _method(value: Preparation, name: str, call: Call) -> Value:
    if name == "inverse_transform":
        data = call.get(0, "X", call.get(0, "Xt"))
        for step in reversed(value.steps):
            data, _ = prepared(step, name, data, call.place)
        return data
    if name not in _THROUGH:
        return Unknown(f'kspec does not follow "{name}" of a pipeline', place=call.place)
    data, steps = call.get(0, "X"), []
    for place, step in enumerate(value.steps, 1):
        action = name if place == len(value.steps) else _THROUGH[name]
        data, learned = prepared(step, action, data, call.place)
        steps.append(learned)
    after = Preparation(tuple(steps))
    if name == "transform":
        return data
    return Changed(after if name == "fit" else data, after)


KINDS[Preparation] = Kind(method=_method)
