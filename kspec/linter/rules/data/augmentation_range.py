from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.ranges import Limits, ranged
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_field, unsafe
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer

rule = Rule("KS617", "augmentation-range", Severity.WARNING, since="0.1")

SMALL = 50
"""Values in so small a part of the range are meant for another one."""
LARGE = 2
MUCH = 0.25
"""The part of the values that may be cut off."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if not any(placed for flow in model.flows for placed in flow.of("augmentation")):
        return
    for node, layer, (low, high) in ranged(model):
        first, last = getattr(layer, "value_range", (0, 255))[:2]
        if first < last and low < high and _is_spoilt(layer, (first, last), (low, high)):
            declared = "value_range" in layer.model_fields_set
            yield rule.at(
                node.field("value_range") if declared else node.path,
                f'"{node.name}" is for values from {first:g} to {last:g}, and gets those from '
                f"{low:g} to {high:g}: it spoils the images",
                help=f'Give it "value_range": {_usual(low, high)}.',
                fix=unsafe(set_field(model, node, "value_range", _usual(low, high))),
            )


def _is_spoilt(layer: Layer, expected: Limits, limits: Limits) -> bool:
    """Whether a layer for one range leaves little of images in another."""
    (first, last), (low, high) = expected, limits
    span, width = last - first, high - low
    if layer.value_effect.needs_range and not span / SMALL < width <= LARGE * span:
        return True
    outside = max(first - low, 0) + max(high - last, 0)
    return layer.value_effect.cuts_to_range and outside > MUCH * width


def _usual(low: float, high: float) -> list[float]:
    """The range that such values are from."""
    for first, last in ((0, 1), (-1, 1), (0, 255)):
        if first <= low and high <= last:
            return [first, last]
    return [low, high]
