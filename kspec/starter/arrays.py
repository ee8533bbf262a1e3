"""Facts of arrays: the kind of their samples, and the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.data.facts import values_of
from kspec.starter.blank import KINDS
from kspec.starter.facts import COPYING, Facts, Input, StarterError, Target
from kspec.starter.task import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kspec.analysis.observations import ArrayFacts

    Array = NDArray[Any]

PAIRS = (("x", "y"), ("x_train", "y_train"), ("X", "y"), ("data", "target"))
"""Usual names of arrays."""
GRAY = 2
SMALLEST = 8
BYTES = "uint8"


def input_of(shape: tuple[int | None, ...], values: ArrayFacts | None = None) -> Input:
    """An input for samples of a shape; planes of bytes are grey images.

    Raises `StarterError` for a rank that no first network is made for.
    """
    high = None if values is None else values.high
    gray = values is not None and values.dtype == BYTES and len(shape) == GRAY
    if gray and all(side is None or side >= SMALLEST for side in shape):
        shape = (*shape, 1)
    if len(shape) not in KINDS:
        raise StarterError(f"No first network is made for samples of shape {list(shape)}.")
    return Input("input", KINDS[len(shape)], shape, high=high)


def facts_of_arrays(
    arrays: Mapping[str, Array], target: str | None, task: str | None, source: str
) -> Facts:
    """Facts of named arrays: one of samples, and one of targets."""
    notes: list[str] = []
    x, y = _names(arrays, target, source)
    if target is None and y is not None:
        notes.append(f'samples are in "{x}" and targets in "{y}"')
    chosen = None if x == "x" else x
    facts = facts_of_pair(arrays[x], None if y is None else arrays[y], task, source)
    feed, labels = facts.inputs[0], facts.target
    return facts._replace(
        inputs=(feed._replace(columns=chosen),),
        target=labels._replace(columns=None if y == "y" else y),
        notes=tuple(notes),
    )


def facts_of_pair(x: Array, y: Array | None, task: str | None, source: str) -> Facts:
    """Facts of samples and targets; without targets, the task can only be to reproduce the
    samples.
    """
    name = "model"
    if x.dtype.kind not in "biuf":
        raise StarterError(f"The samples in {source} are no numbers.")
    feed = input_of(x.shape[1:] or (1,), values_of(x))
    if y is None:
        if task not in {None, COPYING}:
            raise StarterError(f"{source} holds no targets, which {task} needs.")
        copied = target_of("regression", x)[1] if feed.kind == "numbers" else Target()
        return Facts(name, COPYING, (feed,), copied._replace(encoding=None), source, len(x))
    if len(x) != len(y):
        raise StarterError(f"{source} holds {len(x)} samples and {len(y)} targets.")
    if task is None and y.ndim > 2:  # samples and one axis
        raise StarterError(
            "The target has several axes: say --task segmentation, sequence_labeling or "
            "autoencoding."
        )
    task, target = target_of(task, y)
    return Facts(name, task, (feed,), target, source, len(x))


def _names(arrays: Mapping[str, Array], target: str | None, source: str) -> tuple[str, str | None]:
    if target is not None and target not in arrays:
        raise StarterError(f'{source} has no array "{target}": it holds {", ".join(arrays)}.')
    pair = next((pair for pair in PAIRS if pair[0] in arrays and pair[1] in arrays), None)
    if pair is not None:
        return pair[0], target or pair[1]
    others = [name for name in arrays if name != target]
    if target is not None and len(others) == 1:
        return others[0], target
    if target is None and len(others) == 1:
        return others[0], None
    listed = ", ".join(f'"{name}"' for name in arrays)
    raise StarterError(f"{source} holds {listed or 'nothing'}: which is the target? Say --target.")
