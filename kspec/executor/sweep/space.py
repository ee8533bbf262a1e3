"""The values of a trial: drawn for the pointers of a spec's ``sweep``, and put into the spec."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple
from kspec.source.outline import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.spec.training.sweep import Swept


class Sampling(NamedTuple):
    """The name of a study, how its trials are drawn, and whether hopeless ones are given up."""

    name: str
    sampler: str = "tpe"
    seed: int = 0
    prune: bool = True


def draw(trial: Any, space: Mapping[str, Swept]) -> dict[str, Any]:
    """The values of a trial (`optuna.Trial`) by their pointers; those that depend on others come
    after them.
    """
    values: dict[str, Any] = {}
    waiting = dict(space)
    while waiting:
        ready = [
            pointer for pointer, one in waiting.items() if not set(one.when or ()) & set(waiting)
        ]
        if not ready:
            break  # they depend on each other: none of them can be drawn
        for pointer in ready:
            one = waiting.pop(pointer)
            if all(
                _holds(values.get(other), condition)
                for other, condition in (one.when or {}).items()
            ):
                values[pointer] = _value(trial, pointer, one)
    return values


def _holds(value: object, condition: object) -> bool:
    return value in condition if isinstance(condition, list) else value == condition


def _value(trial: Any, pointer: str, one: Swept) -> Any:
    if one.choices is not None:
        # Optuna keeps plain values: lists and objects are chosen by their place.
        return one.choices[trial.suggest_categorical(pointer, list(range(len(one.choices))))]
    if one.whole:
        return trial.suggest_int(pointer, one.min, one.max, step=one.step or 1, log=one.log)
    return trial.suggest_float(pointer, one.min, one.max, step=one.step, log=one.log)


def grid(space: Mapping[str, Swept]) -> dict[str, list[Any]]:
    """All values by pointer, for a search of the whole grid; raises `ValueError` for a range that
    has no steps.
    """
    return {pointer: _points(pointer, one) for pointer, one in space.items()}


def _points(pointer: str, one: Swept) -> list[Any]:
    if one.choices is not None:
        return list(range(len(one.choices)))
    step = one.step or (1 if one.whole and not one.log else None)
    if step is None or one.min is None or one.max is None:
        raise ValueError(f'"{pointer}" has no steps: a grid needs "choices" or a "step"')
    count = int((one.max - one.min) / step + 1e-9) + 1
    return [one.min + step * at for at in range(count)]


def with_values(document: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a trial: the spec with the drawn values, and without its ``sweep``."""
    drawn = deepcopy({key: value for key, value in document.items() if key != "sweep"})
    for pointer, value in values.items():
        keys = keys_of(pointer, drawn)
        if keys is None:
            continue  # another drawn value has replaced the object around it
        here: Any = drawn
        for key in keys[:-1]:
            here = here[key]
        here[keys[-1]] = deepcopy(value)
    return drawn
