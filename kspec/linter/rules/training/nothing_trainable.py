from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.walk import Scope
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import unsafe, without_field
from kspec.linter.rule import Rule
from kspec.spec.dtypes import family
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.network import Network, Node, TensorRef, references
from kspec.spec.problem import Path
from kspec.spec.propagation import Trace

rule = Rule("KS409", "nothing-trainable", Severity.ERROR, since="0.1", needs=("compile",))

Place = tuple[Scope, TensorRef]
"""A tensor, and the network that it is in."""
WHOLE = frozenset(("integers", "truths", "string"))
"""Values that no gradient goes through."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.compile.loss is None:
        return
    network, trace = model.known_spec.network, model.trace
    nodes = [node for node in network.used if not node.is_input] or network.used
    if not network.trainable or not any(_may_learn(node, trace) for node in nodes):
        yield _frozen(
            model,
            "Nothing in this network can be trained: no layer has trainable weights",
            'Remove "trainable": false from the layers that should learn.',
        )
        return
    if _only_scales(model):
        yield _frozen(
            model,
            "Only normalizations are trained: all layers with a kernel are frozen",
            'Remove "trainable": false from the last layer.',
        )
    for node in _gradient_ends(network, trace)[:1]:
        yield rule.at(
            node.path,
            f'No gradient gets past "{node.name}", so nothing before it can be trained',
            help="Leave it out of the network that is trained, and apply it to predictions.",
        )


def _only_scales(model: Analysis) -> bool:
    """Whether all that is trained belongs to normalizations, and other weights are frozen."""
    layers = [(place.layer, place.weights) for place in model.places if place.weights]
    if any(place.weights is None for place in model.places):
        return False
    if all(layer is None or layer.trainable for layer, _ in layers):
        return False
    roles = {
        "unknown" if layer is None or layer.opaque else layer.role
        for layer, weights in layers
        if layer is None or any(map(layer.is_trained, weights))
    }
    return roles == {"normalization"}


def _frozen(model: Analysis, message: str, help_: str) -> Finding:
    """Finding where the last layer with weights is frozen, with the edits that unfreeze it, as in
    transfer learning.
    """
    frozen = (
        place.node
        for place in reversed(model.places)
        if place.layer is not None and not place.layer.trainable and place.weights != ()
    )
    node = next(frozen, None)
    edits = None if node is None else without_field(model, node, "trainable")
    return rule.at(
        edits[0].path if edits else (*model.known_spec.network.path, "layers"),
        message,
        help=help_,
        severity=Severity.WARNING,
        fix=unsafe(edits),
    )


def _gradient_ends(network: Network, trace: Trace) -> list[Node]:
    """The layers that no gradient passes, where none gets further back to a weight that learns;
    nothing where one may.
    """
    nodes: dict[Path, Node] = {}
    whole = Scope(network, trace, {})
    waiting = [(whole, ref) for ref in references(network.outputs)]
    paths = set()
    while waiting:
        scope, ref = waiting.pop()
        if (key := scope.key(ref)) in paths:
            continue
        paths.add(key)
        before = _before(scope, ref, nodes)
        if before is None:
            return []
        waiting.extend(before)
    # Weights with a loss of their own have gradients whatever the outputs do.
    return [] if any(node.may_add_loss for node in network.used) else list(nodes.values())


def _before(scope: Scope, ref: TensorRef, nodes: dict[Path, Node]) -> list[Place] | None:
    """The tensors that a gradient gets to next, None where it may get to a weight; notes in
    ``nodes`` where it ends.
    """
    node, dtype = scope.network.nodes.get(ref.layer), scope.trace.tensor(ref).dtype
    if node is None or node.layer is None or dtype is None:
        return None
    if node.is_input:
        return _outside(scope, node)
    if node.layer.value_effect.stops_gradients or family(dtype) in WHOLE:
        nodes[node.path] = node
        return []
    call = node.calls[ref.call]
    if isinstance(node.layer, Functional):
        inner = Scope(node.layer.network, node.layer.trace, {}, scope, call)
        outputs = references(inner.network.outputs)
        return [(inner, outputs[ref.output])] if ref.output < len(outputs) else None
    return None if _may_learn(node, scope.trace) else [(scope, one) for one in call.references]


def _outside(scope: Scope, node: Node) -> list[Place] | None:
    """Tensor that the model around feeds to an input of the network inside."""
    if scope.outer is None or scope.call is None:
        return []
    names = [ref.layer for ref in references(scope.network.inputs)]
    feed = dict(zip(names, scope.call.references, strict=False)).get(node.name)
    return None if feed is None else [(scope.outer, feed)]


def _may_learn(node: Node, trace: Trace) -> bool:
    """Whether training may change a weight of a layer."""
    weights, layer = trace.weights.get(node.name), node.layer
    if layer is None or layer.opaque:
        return True
    if weights is None:
        return layer.trainable or not _has_own_weights_only(layer)
    return any(map(layer.is_trained, weights))


def _has_own_weights_only(layer: Layer) -> bool:
    """Whether a layer holds no other layers or cells, which have flags of their own."""
    has_units = layer.role == "recurrent" and hasattr(layer, "units")
    return has_units or layer.role in {"affine", "embedding", "normalization"}
