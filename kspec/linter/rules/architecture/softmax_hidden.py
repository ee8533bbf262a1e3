from collections.abc import Iterator

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.analysis.walk import in_wrapper
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.problem import Path

rule = Rule("KS502", "softmax-hidden", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("recurrent"):
            if getattr(layer, "recurrent_activation", None) == "softmax":
                yield rule.at(
                    node.field("recurrent_activation"),
                    f'The gates of "{node.name}" share 1 among all units, and nearly close',
                    help='Use "sigmoid", the default.',
                    fix=put(node.field("recurrent_activation"), "sigmoid"),
                )
        for node, outer in flow.of("affine", "recurrent", "activation", "wrapper"):
            layer, fields = _in_wrapper(outer, node.fields_path)
            is_softmax = getattr(layer, "activation", None) == "softmax"
            if is_softmax and not _is_of_one(layer) and _feeds_weights(flow, node, layer):
                yield rule.at(
                    (*fields, "activation"),
                    f'"{node.name}" is a hidden layer with softmax: its units add up to one',
                    help=f'Use "{_usual(layer)}" here; softmax belongs to the last layer.',
                    fix=put((*fields, "activation"), _usual(layer)),
                )


def _in_wrapper(layer: Layer, fields: Path) -> tuple[Layer, Path]:
    """The layer in a wrapper that hands on its values, and the path of its fields."""
    inner, path = in_wrapper(layer, fields) if layer.role == "wrapper" else (None, fields)
    return (layer, fields) if inner is None else (inner, path)


def _is_of_one(layer: Layer) -> bool:
    """Whether a layer has one unit, which KS303 reports; a number that is not known is no 1."""
    return "units" not in layer.unknown_fields and getattr(layer, "units", None) == 1


def _usual(layer: Layer) -> str:
    """The usual activation of a hidden layer: recurrent ones have tanh."""
    return "tanh" if layer.role == "recurrent" else "relu"


PASSING = frozenset(("dropout", "neutral", "normalization"))


def _feeds_weights(flow: Flow, node: Node, softmax: Layer) -> bool:
    """Whether the next operation on the output is a layer with weights. The memory of a recurrent
    layer is no mixture, also where it is repeated.
    """
    passing = PASSING | {"rearranging"} if softmax.role == "recurrent" else PASSING
    for _, layer in flow.chain(node):
        inner = getattr(layer, "layer", None) if layer.role == "wrapper" else layer
        if inner is not None and inner.role in {"affine", "recurrent"}:
            return not _mixes(inner)
        if layer.role not in passing and not layer.value_effect.linear:
            return False
    return False


def _mixes(layer: Layer) -> bool:
    """Whether a layer makes a weighted mean of its weights, if it is given shares."""
    frozen = getattr(layer, "trainable", True) is False
    return frozen or (layer.value_effect.on_last_axis and not getattr(layer, "use_bias", True))
