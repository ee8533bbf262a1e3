"""Meaning of an output's values: numbers, a yes or no, or one class of several."""

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.named_tuple import NamedTuple

HALF = 0.5
ROWS, IMAGES = 2, 4
"""The ranks of a batch of rows of values, and of a batch of images."""
NUMBERS = frozenset({"regression", "autoencoding", "ranking"})
"""Tasks in which values are numbers, with any loss."""
ONE_CLASS = frozenset({"one_hot", "integer"})
"""The targets of losses for one class of several."""


class Meaning(NamedTuple):
    """Above ``border`` a single value means yes, None where it is a number; ``one_class`` means
    that the largest of several values is the answer.
    """

    border: float | None = None
    one_class: bool = False


def meanings(analysis: Analysis) -> dict[str, Meaning]:
    """The meaning of every output, by name."""
    return {output.head.name: _meaning(output) for output in analysis.outputs}


def _meaning(output: Output) -> Meaning:
    task = None if output.task is None else output.task.name
    loss = None if output.loss is None else output.loss.value
    kind = "other" if loss is None else loss.kind
    if task in NUMBERS or (task is None and kind in {"regression", "distribution", "other"}):
        return Meaning()
    at_zero = kind == "hinge" or (loss is not None and loss.takes_logits)
    is_one = task == "multiclass_classification" or (loss is not None and loss.targets in ONE_CLASS)
    return Meaning(0.0 if at_zero else HALF, is_one)
