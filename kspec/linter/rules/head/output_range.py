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
from kspec.linter.head_repair import Ending, become
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rule import Rule

rule = Rule("KS311", "output-range", Severity.ERROR, since="0.1")


_OF_LOSS = {
    "probabilities": (
        "is for targets from 0 to 1",
        "Scale the targets to 0..1, or take a loss for quantities.",
    ),
    "zero": ("divides by the target, and one near 0 makes it huge", 'Use "mean_absolute_error".'),
    "negative": ("is made for targets from 0 on", 'Use "mean_squared_error".'),
}


_NUMBERED = (
    "Number two classes 0 and 1; for more of them take a softmax unit for each, and "
    '"sparse_categorical_crossentropy".'
)


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("output_range", ()):
        target, facts, loss = output.target.range, output.head.facts, output.loss
        if target is None or facts is None or loss is None:
            continue
        if fault.case in _OF_LOSS:
            path = loss.path
            words, help_ = _OF_LOSS[fault.case]
            if fault.case == "probabilities" and output.target.numbered:
                help_ = _NUMBERED
            message = f"{loss_name(output)} {words}"
        else:
            path = head_path(model, output)
            message = (
                f"{activation_words(output)} of {layer_name(output)} gives values "
                f"from {facts.low:g} to {facts.high:g}"
            )
            help_ = "Scale the targets to this range, or use no activation."
            if facts.low >= 0 and _spans_tanh(target):
                help_ = 'Use "tanh", which gives values from -1 to 1, or no activation.'
            if facts.distribution:
                help_ = "Use no activation: softmax makes the values share one between them."
        own = output.target.is_input
        whats = "the input, which is the target, goes" if own else "the targets go"
        yield rule.at(
            path,
            f"{whose(output)}{message}, and {whats} from {target[0]:g} to {target[1]:g}",
            help=help_,
            related=elsewhere(model, output, path, "range"),
            fix=_fix(model, output, fault.case),
            # nobody declared that the target is the input: it may be scaled elsewhere
            severity=Severity.ERROR if fault.certain and not own else Severity.WARNING,
        )


def _spans_tanh(target: tuple[float, float]) -> bool:
    return -1 <= target[0] < 0 < target[1] <= 1


LOSSES = {
    "zero": "MeanAbsoluteError",
    "negative": "MeanSquaredError",
    "probabilities": "MeanSquaredError",
}
"""Loss for quantities that another loss does not take."""


def _fix(model: Analysis, output: Output, case: str) -> Fix | None:
    """Fix that removes bounds for quantities, chooses a loss that takes the values, or gives units
    for numbered classes.
    """
    low, high = output.target.range or (0, 0)
    loss = LOSSES.get(case)
    if loss is None:
        of_signs = output.head.facts is not None and output.head.facts.low >= 0
        name = "tanh" if of_signs and _spans_tanh((low, high)) else "linear"
        message = "Use no activation" if name == "linear" else ""
        return unsafe(set_activation(model, output, name), message=message)
    if case == "probabilities" and output.target.numbered:
        many = Ending(int(high) + 1, "softmax", "SparseCategoricalCrossentropy")
        return become(model, output, many) if low >= 0 and high == int(high) else None
    activation = output.head.activation or "linear"
    return become(
        model, output, Ending(None, "linear" if case == "probabilities" else activation, loss)
    )
