"""Vocabulary of verdicts: faults, families of activations, requirements of losses."""

from kspec.analysis.outputs import Output
from kspec.named_tuple import NamedTuple
from kspec.spec.training.shaping import reading

SIGMOIDS = frozenset(("sigmoid", "hard_sigmoid", "sparse_sigmoid"))
SOFTMAXES = frozenset(("softmax", "sparsemax"))
COUNTING = frozenset(("binary", "categorical", "sparse", "shaped", "confusion", "iou"))
"""The kinds of metrics that count right answers."""
VECTOR = 2
"""The axes of an output that is one row for each sample: the batch and the values."""
CLASS_LOSSES = frozenset(("categorical", "sparse"))


class OutputFault(NamedTuple):
    """A fault: the rule that words it, which of the rule's cases it is, and whether it is certain
    (Keras raises, the task is contradicted, or it can never be right) or only very probable.
    """

    rule: str
    case: str = ""
    certain: bool = True
    unless: tuple[str, ...] = ()
    """Rules of other faults that explain this one, as long as they are reported."""


def loss_kind(output: Output) -> str | None:
    """Kind of the output's loss; None where there is no loss of Keras's.

    ``"crossentropy"`` in `compile` is read from the shapes, as Keras does.
    """
    if output.loss is None:
        return None
    kind = str(output.loss.value.kind)
    chosen = kind == "other" and hasattr(output.loss.value, "resolve")
    return _by_shapes(output) if chosen and output.head.shape else kind


def _by_shapes(output: Output) -> str:
    """The kind of crossentropy that Keras chooses; of targets of no known shape, by encoding."""
    shape, target = output.head.shape or (), output.target.shape
    if target is not None:
        return reading(shape, (None, *target))
    if shape[-1] == 1:
        return "binary"
    return "sparse" if output.target.numbered else "categorical"


def class_count(output: Output) -> int | None:
    """Number of values along the axis that the loss takes for classes."""
    axis = -1 if output.loss is None else getattr(output.loss.value, "axis", -1)
    shape = output.head.shape
    if not shape:
        return output.head.units if axis == -1 else None
    return shape[axis] if isinstance(axis, int) and -len(shape) <= axis < len(shape) else None


def takes_logits(output: Output) -> bool:
    """Whether the loss applies the activation itself."""
    return output.loss is not None and bool(output.loss.value.takes_logits)
