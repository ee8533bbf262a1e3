"""Faults between the loss and the range of the head's values."""

from collections.abc import Callable, Mapping

from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import (
    SIGMOIDS,
    SOFTMAXES,
    OutputFault,
    class_count,
    loss_kind,
    takes_logits,
)
from kspec.spec.activation_table import COSINE, FACTS, Facts
from kspec.spec.shapes import product

MISMATCH = "loss_activation_mismatch"
OF_SCALE = frozenset((MISMATCH, "activation_applied_twice", "logits_without_from_logits"))
"""Rules of a loss that takes values of another scale than the head gives."""
SQUASHING = SIGMOIDS | SOFTMAXES
NOISE = 0.3
"""Largest distance from 0 and 1 of a label with noise."""


def scale_fault(output: Output) -> OutputFault | None:
    """Fault between activation and loss, or between activation and the target's range."""
    if (again := twice(output)) is not None:
        return again
    kind, facts = loss_kind(output), output.head.facts
    if kind is None or facts is None:
        return None
    fault = _BY_KIND[kind](output, facts) if kind in _BY_KIND else _special(output)
    return fault or _out_of_range(output, kind, facts)


def beside_twice(output: Output) -> OutputFault | None:
    """Fault of the target's range that stays when the second of two activations is left out."""
    kind, facts = loss_kind(output), output.head.facts
    if kind not in {"binary", "categorical"} or facts is None or twice(output) is None:
        return None
    return _out_of_range(output, kind, facts)


def twice(output: Output) -> OutputFault | None:
    """Fault of two activations in a row that both give probabilities, with any loss."""
    steps = [step.name for step in output.head.trail.steps]
    again = len(steps) > 1 and steps[-1] in SQUASHING and steps[-2] in SQUASHING
    # A sigmoid of what is never negative gives one half at least, and never no for an answer; a
    # softmax of shares only gives less certain ones.
    one_sided = bool(steps) and steps[-1] in SIGMOIDS
    return OutputFault("activation_applied_twice", "steps", one_sided) if again else None


def _crossentropy(output: Output, facts: Facts) -> OutputFault | None:
    if loss_kind(output) != "binary" and class_count(output) == 1:
        return None  # there the number of units is at fault
    if takes_logits(output):
        return _on_logits(output, facts)
    if facts.linear:
        return _on_scores(output)
    return (_binary if loss_kind(output) == "binary" else _classes)(output, facts)


def _on_scores(output: Output) -> OutputFault:
    """Fault of an output without activation whose loss expects probabilities."""
    if output.head.trail.normalized_by is not None:
        return OutputFault(MISMATCH, "normalized")
    loss = None if output.loss is None else output.loss.value
    switch = hasattr(loss, "from_logits") or hasattr(loss, "resolve")
    return OutputFault("logits_without_from_logits" if switch else MISMATCH, "linear")


def _classes(output: Output, facts: Facts) -> OutputFault | None:
    del facts
    activation = output.head.activation
    if activation in SOFTMAXES:
        # Averages of activated maps are scores in published networks.
        sizes = {product((step.shape or ())[1:]) for step in output.head.trail.steps[-2:]}
        direct = len(sizes) == 1
        bounded = direct and _is_bounded(_before(output))
        return OutputFault(MISMATCH, "bounded-scores", certain=False) if bounded else _axis(output)
    if activation in SIGMOIDS:
        return OutputFault(MISMATCH, "sigmoid-for-classes", certain=False)
    # Keras divides by the sum over the classes, which makes a softmax of the exponential.
    normalized = activation in {"exponential", "softplus", "squareplus"}
    return None if normalized else OutputFault(MISMATCH, "unbounded")


def _on_logits(output: Output, facts: Facts) -> OutputFault | None:
    if output.head.activation in SQUASHING:
        return OutputFault("activation_applied_twice", "loss")
    # A cosine for a score learns little, and is a choice: its scale is often outside of the model.
    chosen = output.head.activation == COSINE
    meant = not _is_bounded(facts) or chosen
    return None if meant else OutputFault(MISMATCH, "bounded-logits", certain=False)


def _binary(output: Output, facts: Facts) -> OutputFault | None:
    if output.head.activation not in SOFTMAXES:
        before = _before(output)
        if output.head.activation in SIGMOIDS and before is not None and before.low >= 0:
            return OutputFault(MISMATCH, "one-sided", certain=False)
        inside = facts.low >= 0 and facts.high <= 1
        case = "cosine" if output.head.activation == COSINE else "unbounded"
        return None if inside else OutputFault(MISMATCH, case)
    pair = class_count(output) == 2 and output.target.encoding == "one_hot"
    return None if pair else OutputFault(MISMATCH, "softmax-for-yes-or-no", certain=False)


def _before(output: Output) -> Facts | None:
    """Facts of the activation whose values that of the head gets; None without one."""
    steps = output.head.trail.steps
    last = len(steps) > 1 and steps[-1].name == output.head.activation
    return FACTS.get(steps[-2].name) if last else None


def _is_bounded(facts: Facts | None) -> bool:
    """Whether values are too few for scores: not negative, or of size 1 at most."""
    return facts is not None and (facts.low >= 0 or (facts.low >= -1 and facts.high <= 1))


def _axis(output: Output) -> OutputFault | None:
    """Fault of a softmax along another axis than the one that the loss takes for classes."""
    last, rank = output.head.last, output.head.rank
    if last is None or output.loss is None or rank is None or last.shape is None:
        return None
    axis = getattr(output.loss.value, "axis", -1)
    if len(last.shape) != rank:
        return None
    normalized = {each % rank for each in last.axes if -rank <= each < rank}
    return OutputFault("softmax_axis", certain=False) if normalized != {axis % rank} else None


def _hinge(output: Output, facts: Facts) -> OutputFault | None:
    assert output.loss is not None  # noqa: S101 - a kind is only known of a loss
    positive = facts.low >= 0 and output.loss.value.targets == "signs"
    return OutputFault(MISMATCH, "margin", certain=False) if positive else None


def _distribution(output: Output, facts: Facts) -> OutputFault | None:
    """Fault of values that do not sum to one, where the loss only rewards large values."""
    del output
    if facts.low < 0:
        return OutputFault(MISMATCH, "not-positive", certain=False)
    return None if facts.distribution else OutputFault(MISMATCH, "not-shares", certain=False)


def _overlap(output: Output, facts: Facts) -> OutputFault | None:
    del output
    inside = facts.low >= 0 and facts.high <= 1
    return None if inside else OutputFault(MISMATCH, "not-a-mask", certain=False)


def _regression(output: Output, facts: Facts) -> OutputFault | None:
    assert output.loss is not None  # noqa: S101 - a kind is only known of a loss
    if output.loss.value.outputs == "positive" and facts.low < 0:
        return OutputFault(MISMATCH, "rate", certain=False)
    task = output.task
    if facts.distribution and task is not None and task.name == "regression" and task.declared:
        return OutputFault("bounded_regression_head", certain=False)
    return None


def _special(output: Output) -> OutputFault | None:
    """Fault of a softmax before CTC, which applies it itself; embeddings have no constraint."""
    logits = output.loss is not None and output.loss.value.expects == "unbounded"
    twice = logits and output.head.activation in SOFTMAXES
    return OutputFault("activation_applied_twice", "ctc", certain=False) if twice else None


def _out_of_range(output: Output, kind: str, facts: Facts) -> OutputFault | None:
    target = output.target.range
    if target is None:
        return None
    low, high = target
    if kind in {"binary", "categorical", "distribution", "overlap"}:
        return _of_shares(output, kind, low, high)
    if kind != "regression":
        return None
    reached = min(high, facts.high) - max(low, facts.low)
    certain = reached < (high - low) / 2
    if not certain and (case := _undefined(output, low, high)) is not None:
        return OutputFault("output_range", case, certain=False)
    if low >= facts.low and high <= facts.high:
        return None
    return OutputFault("output_range", "unreachable", certain=certain)


def _of_shares(output: Output, kind: str, low: float, high: float) -> OutputFault | None:
    """Fault of targets outside 0 to 1, where a loss compares probabilities."""
    if output.target.within_unit or (kind == "categorical" and output.target.numbered):
        return None
    # Real and made-up samples of adversarial training are labelled with noise around 0 and 1.
    noisy = low >= -NOISE and high <= 1 + NOISE
    if noisy and kind == "binary" and not _is_of_quantities(output):
        return None
    certain = kind != "distribution" and not noisy
    return OutputFault("output_range", "probabilities", certain=certain)


def _is_of_quantities(output: Output) -> bool:
    """Whether the target is of quantities: it is declared so, or reaches neither 0 nor 1."""
    low, high = output.target.range or (0, 1)
    declared = output.task is not None and output.task.name == "regression"
    return declared or output.target.encoding == "continuous" or low > NOISE or high < 1 - NOISE


def _undefined(output: Output, low: float, high: float) -> str | None:
    """Kind of targets for which a loss divides by zero, or takes an undefined logarithm; None for
    others.
    """
    if output.loss is None:
        return None
    if output.loss.value.relative and low <= 0 <= high:
        return "zero"
    return "negative" if output.loss.value.targets == "positive" and low < 0 else None


_BY_KIND: Mapping[str, Callable[[Output, Facts], OutputFault | None]] = {
    "binary": _crossentropy,
    "categorical": _crossentropy,
    "sparse": _crossentropy,
    "hinge": _hinge,
    "distribution": _distribution,
    "overlap": _overlap,
    "regression": _regression,
}
