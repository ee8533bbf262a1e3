from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.takers import inside, takers
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.inputs import Input
    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.layers.value_effect import Effect
    from kspec.spec.network import Node

rule = Rule("KS619", "unadapted-layer", Severity.ERROR, since="0.1", needs=("unadapted",))

LEARNING: frozenset[Effect] = frozenset(("unknown",))
TYPICAL = (0.02, 3)
"""Root mean squares of features that a network is made for."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    exposed = {id(node) for feed in model.inputs for node in _exposed(model, feed)}
    for place in model.places:
        node, layer = place.node, inside(place.layer)
        if node.name not in model.unadapted or layer is None or layer.adapt is None:
            continue
        runs = layer.adapt.runs_without
        if runs and id(node) not in exposed:
            continue
        outcome = "leaves values as they are" if runs else "stops Keras at the first batch"
        yield rule.at(
            node.path,
            f'"{node.name}" has not learned {layer.adapt.learns} from data, and {outcome}',
            help=f"Call its `adapt(x_train)` before `fit`, or give it {layer.adapt.learns}.",
            severity=Severity.WARNING if runs else Severity.ERROR,
        )


def _exposed(model: Analysis, feed: Input) -> Iterator[Node]:
    """Yield the layers that take the values of an input that may need to be scaled."""
    typical = None if feed.values is None else feed.values.typical
    if typical is None or not TYPICAL[0] < typical < TYPICAL[1]:
        for taker in takers(model, feed.name, LEARNING):
            yield taker.node
