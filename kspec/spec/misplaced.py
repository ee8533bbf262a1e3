"""Names that Keras knows, but not in this place: an activation given as a loss, a metric as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.spec import index
from kspec.spec.activations import ALIASES, FACTS
from kspec.spec.problem import Problem

if TYPE_CHECKING:
    from kspec.spec.problem import Path

PLACES = {
    "activation": 'It belongs to a layer: "activation": "{name}".',
    "loss": 'It belongs to "compile": "loss": "{name}".',
    "metric": 'It belongs to "compile": "metrics": ["{name}"].',
    "optimizer": 'It belongs to "compile": "optimizer": "{name}".',
    "initializer": 'It belongs to a field such as "kernel_initializer".',
    "regularizer": 'It belongs to a field such as "kernel_regularizer".',
    "constraint": 'It belongs to a field such as "kernel_constraint".',
    "callback": 'It belongs to "callbacks" in "fit".',
}
BY_SHAPES = frozenset(("accuracy", "acc"))
"""Metrics that Keras chooses by the shapes, and that are no class."""


def misplaced_name(name: str, path: Path, wanted: str) -> Problem | None:
    """What is wrong with a name that is none of the wanted kind, when it is one of another."""
    kind = next((each for each in PLACES if each != wanted and _is_one(name, each)), None)
    if kind is None:
        return None
    message = f'"{name}" is {_one(kind)}, and this takes {_one(wanted)}'
    return Problem("misplaced_argument", path, message, PLACES[kind].format(name=name))


def _is_one(name: str, kind: str) -> bool:
    if kind == "activation":
        return name in FACTS or name in ALIASES
    if kind == "metric" and name in BY_SHAPES:
        return True
    return name in index.STRINGS[kind] or name in index.CLASSES[kind]


def _one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
