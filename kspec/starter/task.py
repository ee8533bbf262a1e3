"""Task of a target, by its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.data.facts import values_of
from kspec.starter.facts import StarterError, Target

if TYPE_CHECKING:
    from kspec.analysis.observations import ArrayFacts
    from kspec.data.array import Array

FEW = 20
"""Number of different integers up to which they may be classes."""
PER_CLASS = 5
"""Mean number of samples per class from which on integers are taken for classes."""
SHARE = 0.95
"""Share of the most frequent class from which on classes are weighted."""
MOST_CLASSES = 1000
PAIR = 2
PER_STEP = frozenset(("sequence_labeling", "segmentation"))


def target_of_texts(task: str | None, codes: Array, texts: tuple[str, ...]) -> tuple[str, Target]:
    """The task and target of a column of different ``texts``, numbered in ``codes``."""
    values, count = values_of(codes, target=True), len(texts)
    if count == 1:
        raise StarterError(f'The target is "{texts[0]}" everywhere: there is nothing to learn.')
    task = task or ("binary_classification" if count == PAIR else "multiclass_classification")
    if task == "binary_classification" and count == PAIR:
        return task, Target(encoding="binary", weights=_weights(values), texts=texts)
    if task == "multiclass_classification" and count <= MOST_CLASSES:
        return task, Target(encoding="integer", classes=count, weights=_weights(values))
    raise StarterError(
        f"The target holds {count} different texts, which is no {task.replace('_', ' ')}."
    )


def target_of(task: str | None, array: Array) -> tuple[str, Target]:
    """The task and target of an array of numbers; the task that is given has the last word."""
    values = values_of(array, target=True)
    if values.stray is not None:
        raise StarterError(
            f"The target is {values.stray.value} in {values.stray.where}: leave such rows out "
            "first."
        )
    if values.low is None or values.high is None:
        raise StarterError("The target holds no values: there is nothing to learn.")
    if values.low == values.high:
        raise StarterError(f"The target is {values.low:g} everywhere: there is nothing to learn.")
    task = task or _guess(values)
    if task in {"binary_classification", "multiclass_classification", *PER_STEP}:
        return _of_classes(task, values)
    width = values.shape[0] if len(values.shape) == 1 else 1
    if task == "multilabel_classification":
        if values.rows is None:
            raise StarterError("The target of several labels holds rows of 0 and 1, a place each.")
        return task, Target(encoding="multi_hot", width=width)
    flat = array.reshape(len(array), -1)
    mean, spread = tuple(flat.mean(axis=0).tolist()), tuple(flat.std(axis=0).tolist())
    return task, Target(encoding="continuous", width=width, mean=mean, spread=spread)


def _guess(values: ArrayFacts) -> str:
    if values.rows is not None:
        hot = values.rows == "one_hot"
        return "multiclass_classification" if hot else "multilabel_classification"
    if values.shape not in {(), (1,)} or not values.whole or values.counts is None:
        return "regression"
    values_ = sorted(values.counts)
    if values_ == [0, 1]:
        return "binary_classification"
    few = len(values_) <= FEW and len(values_) * PER_CLASS <= values.samples
    numbered = values_[0] in {0, 1} or values_[-1] - values_[0] + 1 == len(values_)
    return "multiclass_classification" if few and numbered and values_[0] >= 0 else "regression"


def _of_classes(task: str, values: ArrayFacts) -> tuple[str, Target]:
    if values.rows == "one_hot" and task not in PER_STEP:
        return "multiclass_classification", Target(
            encoding="one_hot", classes=values.shape[-1], weights=_weights(values)
        )
    if not values.whole or values.low is None or values.high is None or values.low < 0:
        raise StarterError(
            f"The target has values from {values.low:g} to {values.high:g}: classes are numbered "
            "from 0."
        )
    if task == "binary_classification" and values.high <= 1:
        return task, Target(encoding="binary", weights=_weights(values))
    classes = int(values.high) + 1
    if classes > MOST_CLASSES:
        raise StarterError(f"The target goes to {values.high:g}, which is too far for classes.")
    weights = () if task in PER_STEP else _weights(values)
    return "multiclass_classification" if task not in PER_STEP else task, Target(
        encoding="integer", classes=classes, weights=weights, first=int(values.low)
    )


def _weights(values: ArrayFacts) -> tuple[tuple[int, float], ...]:
    """A weight for each class where one is nearly all of the data: each weighs the same then."""
    counts = {int(value): count for value, count in (values.counts or {}).items()}
    total = sum(counts.values())
    if len(counts) < PAIR or max(counts.values()) < SHARE * total:
        return ()
    return tuple(
        (value, float(f"{total / len(counts) / counts[value]:.3g}")) for value in sorted(counts)
    )
