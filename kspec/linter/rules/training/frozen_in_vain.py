from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edits, Finding, Severity
from kspec.linter.layer_fixes import set_field, unsafe
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional

rule = Rule("KS415", "frozen-in-vain", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.layers:
            if layer.trainable or any(_frozen(layer)):
                continue
            weights = flow.trace.weights.get(node.name) or ()
            learning = [weight.name for weight in weights if layer.is_trained(weight)]
            if not learning:
                continue
            yield rule.at(
                node.field("trainable"),
                f'"{node.name}" is not trainable, but what it holds is trained: '
                f'"{learning[0]}"{" and more" if len(learning) > 1 else ""}',
                help='Write "trainable": false on each layer inside.',
                fix=unsafe(*_inside(model, layer)),
            )


def _inside(model: Analysis, layer: Layer) -> Iterator[Edits]:
    """Yield the edits that freeze each layer with weights in a nested model."""
    for node in layer.network.nodes.values() if isinstance(layer, Functional) else ():
        if node.layer is not None and node.layer.has_weights:
            yield set_field(model, node, "trainable", value=False)


def _frozen(layer: Layer) -> Iterator[Layer]:
    """Yield the layers inside that are not trainable themselves."""
    layers = [getattr(layer, "layer", None)]
    if isinstance(layer, Functional):
        layers = [node.layer for node in layer.network.nodes.values()]
    for inside in layers:
        if inside is not None and not inside.trainable:
            yield inside
        elif inside is not None:
            yield from _frozen(inside)
