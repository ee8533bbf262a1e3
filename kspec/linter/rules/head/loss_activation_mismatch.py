from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import set_activation
from kspec.linter.head_places import (
    activation_words,
    elsewhere,
    head_path,
    layer_name,
    loss_name,
    whose,
)
from kspec.linter.head_repair import Ending, become, repair
from kspec.linter.layer_fixes import after, set_activation_of, unsafe, without
from kspec.linter.rule import Rule

rule = Rule("KS302", "loss-activation-mismatch", Severity.ERROR, since="0.1")

_WHY = {
    "linear": "expects probabilities, and {head} has no activation",
    "normalized": "expects probabilities, and the normalization {head} gives values of any size",
    "sigmoid-for-classes": "expects one distribution over the classes, and the sigmoids of {head} "
    "do not sum to one",
    "softmax-for-yes-or-no": "judges every unit by itself, and the softmax of {head} makes them "
    "compete",
    "unbounded": "expects probabilities from 0 to 1, and {activation} of {head} gives other values",
    "cosine": "expects probabilities from 0 to 1, and the cosine similarity of {head} is negative "
    "for half of all directions",
    "bounded-logits": "expects scores of any size, and {activation} of {head} bounds them",
    "one-sided": "wants answers from 0 to 1, and the sigmoid of {head} gets no negative values: it "
    "gives 0.5 at least",
    "bounded-scores": "wants a clear answer, and the softmax of {head} gets values that another "
    "activation bounds",
    "margin": "pushes scores below -1 and above 1, and {activation} of {head} is never negative",
    "not-positive": "compares probabilities, and {activation} of {head} can be negative",
    "not-shares": "compares shares that sum to one, and {activation} of {head} gives others: the "
    "larger they are, the smaller the loss",
    "not-a-mask": "expects values from 0 to 1, and {activation} of {head} gives others",
    "rate": "expects a positive rate, and {activation} of {head} can be negative",
}
_INSTEAD = {
    "normalized": "Take the normalization out of the head, or put it before the last layer.",
    "one-sided": "Remove the activation before the sigmoid.",
    "bounded-scores": "Remove the activation before the softmax.",
    "margin": 'Use no activation, or "tanh".',
    "cosine": 'Put a Dense layer with 1 unit and "sigmoid" behind it: it learns what is alike.',
    "bounded-logits": "Remove the activation of the head.",
    "rate": 'Use "exponential" or "softplus".',
    "not-positive": 'Use "softmax".',
    "not-shares": 'Use "softmax"; for values that are no shares of a whole, "mean_squared_error".',
    "not-a-mask": 'Use "sigmoid", or "softmax" for exclusive classes.',
    "softmax-for-yes-or-no": 'For exclusive classes use "categorical_crossentropy" (one-hot '
    'labels) or "sparse_categorical_crossentropy"; for independent labels "sigmoid".',
}


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("loss_activation_mismatch", ()):
        why = _WHY[fault.case].format(head=layer_name(output), activation=activation_words(output))
        own = _own(output)
        fix = _fix(model, output, fault.case, own)
        path = head_path(model, output) if fix is None else fix.path
        yield rule.at(
            path,
            f"{whose(output)}{loss_name(output)} {why}",
            help=_INSTEAD.get(fault.case, f'Use "{own}" in the head.'),
            related=elsewhere(model, output, path),
            fix=fix,
            severity=Severity.ERROR if fault.certain else Severity.WARNING,
            unless=("KS304",) if fault.case == "softmax-for-yes-or-no" else (),
        )


ACTIVATIONS = {
    **dict.fromkeys(("margin", "bounded-logits"), "linear"),
    **dict.fromkeys(("not-positive", "not-shares"), "softmax"),
    "rate": "softplus",
    "not-a-mask": "sigmoid",
}
"""Activation that fixes a case, where it is not that of the loss."""


def _fix(model: Analysis, output: Output, case: str, own: str) -> Fix | None:
    flat = next(
        (one for one in model.verdicts.get("head_rank_mismatch", ()) if one[0] is output), None
    )
    source = output.head.trail.source
    if (
        flat is not None
        and source is not None
        and source.layer is not None
        and not source.layer.value_effect.on_last_axis
    ):
        return None  # what makes vectors of the maps makes another head
    behind = output.head.trail.normalized_by
    if case == "normalized" and behind is not None:
        return unsafe(without(model, behind))
    if case in {"one-sided", "bounded-scores", "cosine"}:
        return _of_signs(model, output, case)
    if case == "softmax-for-yes-or-no":
        target, goal = output.target, Ending(None, "softmax", "CategoricalCrossentropy")
        if target.range is not None and target.encoding != "one_hot":
            goal = Ending(None, "sigmoid", "BinaryCrossentropy")
        return repair(model, output) or become(model, output, goal)
    name = ACTIVATIONS.get(case, own)
    fix = unsafe(set_activation(model, output, name), message=f"Use {name}")
    if fix is not None or output.loss is None:
        return fix
    return become(model, output, Ending(None, name, type(output.loss.value).__name__))


def _of_signs(model: Analysis, output: Output, case: str) -> Fix | None:
    """Fix that frees scores of an activation, or puts a unit with a sigmoid behind a similarity."""
    if case != "cosine":
        return unsafe(set_activation_of(model, output.head.trail.steps[-2].node, "linear"))
    unit = {"type": "Dense", "units": 1, "activation": "sigmoid"}
    alike = output.head.producer
    return None if alike is None else unsafe(after(model, alike, unit))


def _own(output: Output) -> str:
    """The activation that the loss belongs to."""
    binary = output.loss is not None and output.loss.value.kind in {"binary", "overlap"}
    return "sigmoid" if binary else "softmax"
