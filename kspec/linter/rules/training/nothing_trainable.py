from collections.abc import Iterator

from kspec.analysis.gradients import gradient_ends, may_learn
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import unsafe, without_field
from kspec.linter.rule import Rule

rule = Rule("KS409", "nothing-trainable", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.compile is None or spec.compile.loss is None:
        return
    network, trace = spec.network, model.trace
    if not network.trainable or not any(may_learn(node, trace) for node in network.used):
        yield rule.at(
            (*network.path, "layers"),
            "Nothing in this network can be trained: no layer has trainable weights",
            help='Remove "trainable": false from the layers that should learn.',
            severity=Severity.WARNING,
            fix=_thawed(model),
        )
        return
    if _only_scales(model):
        yield rule.at(
            (*network.path, "layers"),
            "Only normalizations are trained: all layers with a kernel are frozen",
            help='Remove "trainable": false from the last layer.',
            severity=Severity.WARNING,
            fix=_thawed(model),
        )
    for node in gradient_ends(network, trace)[:1]:
        yield rule.at(
            node.path,
            f'No gradient gets past "{node.name}", so nothing before it can be trained',
            help="Leave it out of the network that is trained, and apply it to predictions.",
        )


def _only_scales(model: Analysis) -> bool:
    """Whether all that is trained belongs to normalizations, and other weights are frozen."""
    layers = [(place.layer, place.weights) for place in model.places if place.weights]
    roles = {
        "unknown" if layer is None or layer.opaque else layer.role
        for layer, weights in layers
        if layer is None or any(map(layer.is_trained, weights))
    }
    frozen = any(layer is not None and not layer.trainable for layer, _ in layers)
    return frozen and roles == {"normalization"}


def _thawed(model: Analysis) -> Fix | None:
    """Edits that unfreeze the last layer with weights, as in transfer learning."""
    frozen = (
        place.node
        for place in reversed(model.places)
        if place.layer is not None and not place.layer.trainable and place.weights
    )
    node = next(frozen, None)
    return None if node is None else unsafe("", without_field(model, node, "trainable"))
