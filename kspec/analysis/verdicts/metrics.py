"""Checks of metrics: whether they measure the task of the output, and whether Keras can compute
them.
"""

import math

from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.kinds import (
    COUNTING,
    SIGMOIDS,
    SOFTMAXES,
    VECTOR,
    OutputFault,
    class_count,
    loss_kind,
    takes_logits,
)
from kspec.analysis.verdicts.metric_shapes import (
    RAISES,
    of_rows,
    of_shape,
    refuses_equality,
    refuses_numbers,
)

TASK = "metric_task_mismatch"
ONE_BY_ONE = frozenset(("binary", "regression", "distribution", "hinge"))
"""The kinds of metrics that compare each output with the target at its place."""


def metric_fault(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of one metric of an output whose training is right."""
    kind = resolved(output, metric)
    return (
        of_rows(output, metric, encoding(output))
        or of_shape(output, metric)
        or _of_no_classes(output, metric, kind)
        or _of_equality(output, metric)
        or _of_labels(output, metric, kind)
        or _of_decisions(output, metric, kind)
        or _of_encoding(output, metric, kind)
        or _of_top_k(output, metric)
        or _of_cutoffs(output, metric)
        or of_logits(output, metric)
        or _of_signs(output, metric, kind)
    )


def count_of_quantities(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of a count of right answers where the loss is a distance and the target a quantity."""
    known = output.task is not None or output.head.units == 1
    distance = known and loss_kind(output) == "regression"
    fault = _of_no_classes(output, metric, resolved(output, metric)) if distance else None
    return fault if fault is not None and fault.case.startswith("quantity") else None


def encoding(output: Output) -> str | None:
    """Encoding of the target's classes: declared, or the only one that the loss takes."""
    if output.target.encoding is not None:
        return output.target.encoding
    kind, units = loss_kind(output), class_count(output)
    if kind == "sparse":
        return "integer"
    if kind == "categorical" and units != 1:
        return "one_hot"
    return None


def resolved(output: Output, metric: Assigned) -> str:
    """Kind of a metric, with ``"accuracy"`` resolved from the shapes as Keras does."""
    kind = str(metric.value.kind)
    if kind != "shaped" or output.head.units is None:
        return kind
    if output.head.units == 1:
        return "binary"
    if output.target.shape is not None and output.head.rank is not None:
        fewer = len(output.target.shape) + 1 < output.head.rank
        return "sparse" if fewer or output.target.shape[-1:] == (1,) else "categorical"
    target = encoding(output)
    if target is None and loss_kind(output) == "binary":
        target = "one_hot"
    known = {"integer": "sparse", "binary": "sparse", "one_hot": "categorical"}
    return known.get(target or "", "categorical" if target == "multi_hot" else kind)


def _of_no_classes(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of a count of right answers where the output is a quantity."""
    if kind not in COUNTING:
        return None
    task, accuracy = output.task, metric.value.is_accuracy
    if task is not None:
        if _are_shares_of_classes(output):
            return None
        if task.name == "regression" or (task.name == "autoencoding" and accuracy):
            numbers = task.name == "autoencoding" and loss_kind(output) in {"sparse", "categorical"}
            case = "quantity" if accuracy else "classes"
            return None if numbers else OutputFault(TASK, case, certain=False)
        return None
    return _beside_regression(output, metric, kind)


def _beside_regression(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of a metric for another task where only the loss fixes the task."""
    facts = output.head.facts
    if loss_kind(output) != "regression" or facts is None:
        return None
    if metric.value.is_accuracy:
        unbounded = (facts.high > 1 or facts.low < 0) and not facts.distribution
        unbounded = unbounded or output.target.within_unit is False
        return OutputFault(TASK, "quantity-assumed", certain=False) if unbounded else None
    alone = kind == "sparse" and class_count(output) == 1
    return OutputFault(RAISES, "one-unit", certain=False) if alone else None


def _are_shares_of_classes(output: Output) -> bool:
    """Whether quantities may be soft labels: shares of classes for a loss that takes classes."""
    declared = output.task is not None and output.task.declared
    return loss_kind(output) == "categorical" and output.target.within_unit is True and not declared


def _of_equality(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of the class ``Accuracy``, which compares values: probabilities never equal a label."""
    decided = output.head.activation is None
    equality = metric.value.by_equality and not decided
    classifies = loss_kind(output) in {"binary", "categorical", "sparse", "hinge"}
    if not equality or not classifies:
        return None
    refused = loss_kind(output) == "sparse" and refuses_equality(output)
    return (
        OutputFault(RAISES, "numbers") if refused else OutputFault(TASK, "equality", certain=False)
    )


def _of_top_k(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of a ``k`` that includes all classes, and so always the true one."""
    units, k = class_count(output), getattr(metric.value, "k", None)
    always = isinstance(k, int) and units is not None and 1 < units <= k
    return OutputFault(TASK, "top-k", certain=False) if always else None


def _of_labels(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of a metric of one class among several where labels are independent."""
    task, units = output.task, class_count(output)
    if task is None or task.name != "multilabel_classification" or units in {None, 1}:
        return None
    if metric.value.kind == "shaped":
        return OutputFault("ambiguous_accuracy", "labels", certain=False)
    if kind == "sparse":
        return OutputFault(RAISES, "rows")
    return OutputFault(TASK, "labels", certain=False) if kind == "categorical" else None


def _of_encoding(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault between the encoding of the targets and the one that a metric takes."""
    units = class_count(output)
    classifies = loss_kind(output) in {"binary", "categorical", "sparse"}
    several = output.head.activation == "softmax" and loss_kind(output) in {"categorical", "sparse"}
    if (units is None and not several) or not classifies or metric.value.kind == "shaped":
        return None
    if units == 1:
        return _for_one_unit(metric, kind)
    if kind == "iou":
        return _of_overlap(output, metric)
    if encoding(output) in {"integer", "binary"}:
        return _for_numbers(output, metric, kind)
    if kind == "sparse":
        rows = encoding(output) is not None or loss_kind(output) == "binary"
        return OutputFault(RAISES, "rows") if rows else None
    cut = (
        (units or 0) > 2
        and kind == "binary"
        and metric.value.is_accuracy
        and loss_kind(output) != "binary"
    )
    return OutputFault(TASK, "binary-for-classes", certain=False) if cut else None


def _of_decisions(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of probabilities taken for class numbers, value by value: rounded down, nearly all are
    class 0.
    """
    facts, value = output.head.facts, metric.value
    if kind != "iou" or facts is None or value.takes_rows or value.picks_largest or value.cutoffs:
        return None
    by_value = class_count(output) == 1 or encoding(output) not in {"integer", "binary"}
    shares = facts.low >= 0 and facts.high <= 1
    return OutputFault(TASK, "undecided", certain=False) if by_value and shares else None


def _for_numbers(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of class numbers in a metric that compares values one by one, or takes the largest
    along the last axis, which is one of positions.
    """
    places = output.target.shape is not None and len(output.target.shape) + 2 == output.head.rank
    if kind == "categorical" and places and output.head.rank != VECTOR:
        return OutputFault(RAISES, "numbers")
    if kind not in {"confusion", "categorical"} | ONE_BY_ONE:
        return None
    refused = refuses_numbers(output, metric)
    if refused is not None:
        return OutputFault(RAISES, "numbers", certain=refused)
    return OutputFault(TASK, "numbers", certain=False)


def _of_overlap(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of a metric of overlap whose true and predicted classes differ in notation: class
    numbers on both sides, or the largest of each row.
    """
    largest, rows = metric.value.picks_largest, metric.value.takes_rows
    if encoding(output) in {"integer", "binary"}:
        if not rows:
            return None if largest else OutputFault(RAISES, "overlap-numbers")
        target, rank = output.target.shape, output.head.rank or 0
        if target is not None and rank > VECTOR and len(target) + 1 < rank:
            return OutputFault(RAISES, "numbers")
        return OutputFault(TASK, "overlap-numbers", certain=False)
    known = encoding(output) is not None or loss_kind(output) == "binary"
    return OutputFault(RAISES, "overlap-rows") if known and largest != rows else None


def _for_one_unit(metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of the largest of one value, which is always the first."""
    if kind == "sparse" and not metric.value.is_accuracy:
        return OutputFault(RAISES, "one-unit")
    if kind == "confusion" and metric.value.picks_largest:
        return OutputFault(TASK, "one-unit-score", certain=False)
    largest = kind in {"categorical", "sparse"} or metric.value.picks_largest
    return OutputFault(TASK, "one-unit", certain=False) if largest else None


def _of_cutoffs(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of thresholds that no output ever crosses."""
    facts, cutoffs = output.head.facts, metric.value.cutoffs
    if facts is None or not cutoffs or facts.linear:
        return None
    # A sigmoid approaches 0 and never reaches it; a relu returns 0 itself.
    least = facts.low if output.head.activation in SIGMOIDS else math.nextafter(facts.low, -1)
    never = all(not least < cut < facts.high for cut in cutoffs)
    return OutputFault(TASK, "cutoff", certain=False) if never and len(cutoffs) == 1 else None


def of_logits(output: Output, metric: Assigned) -> OutputFault | None:
    """Fault of a threshold between 0 and 1, or of a logarithm, for values that are no
    probabilities, and of an activation for values that are.
    """
    facts = output.head.facts
    if metric.value.takes_logits and output.head.activation in SIGMOIDS | SOFTMAXES:
        return _on_logits("twice")
    if facts is None or not facts.linear or not takes_logits(output) or metric.value.takes_logits:
        return None
    if metric.value.kind == "shaped":
        one = output.head.units == 1
        return OutputFault("metric_on_logits", "accuracy", certain=False) if one else None
    cutoffs = metric.value.cutoffs
    if cutoffs:
        return _on_logits("threshold") if any(cut > 0 for cut in cutoffs) else None
    if metric.value.needs_probabilities and getattr(metric.value, "top_k", None) is None:
        return _on_logits("probabilities")
    return None


def _on_logits(case: str) -> OutputFault:
    return OutputFault("metric_on_logits", case, certain=False)


def _of_signs(output: Output, metric: Assigned, kind: str) -> OutputFault | None:
    """Fault of an accuracy with the threshold 0.5 where the classes are -1 and 1."""
    low = output.target.range[0] if output.target.range is not None else 0
    signs = loss_kind(output) == "hinge" and low < 0 and output.head.activation not in SIGMOIDS
    cut = kind == "binary" and metric.value.kind == "shaped"
    return OutputFault("ambiguous_accuracy", "signs", certain=False) if signs and cut else None
