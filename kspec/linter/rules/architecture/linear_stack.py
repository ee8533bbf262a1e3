from collections.abc import Iterator

from kspec.analysis.effects import dense_units, function
from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edits, Finding, Severity
from kspec.linter.layer_fixes import after, set_field, unsafe
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node
from kspec.spec.problem import Related
from kspec.spec.propagation import Trace
from kspec.spec.shapes import tensors

rule = Rule("KS501", "linear-stack", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, *others in _runs(flow):
            last = others[-1]
            yield rule.at(
                node.path,
                _message(flow, node, others),
                help=f"Give {'it' if last is others[0] else 'each of them'} an activation, for "
                'example "relu".',
                related=tuple(Related(one.path, "the next layer with weights") for one in others),
                fix=unsafe(
                    *(_activated(model, one) for one in (node, *others[:-1])), message='Use "relu"'
                ),
            )


def _activated(model: Analysis, node: Node) -> Edits:
    """Edits that set an activation of a layer that has the argument, or add one after it."""
    if node.layer is not None and "activation" in type(node.layer).model_fields:
        return set_field(model, node, "activation", "relu")
    return after(model, node, {"type": "Activation", "activation": "relu"})


def _message(flow: Flow, node: Node, others: list[Node]) -> str:
    """Describe the layers between the layers of a run, and their common result."""
    last, one = others[-1], len(others) == 1
    if any(_takes_largest(layer) for other in others for layer in _between(flow, other)):
        between, result = "only pooling", "that takes the place of no activation"
    else:
        between = "nothing nonlinear"
        result = (
            "the two compute no more than one of them"
            if one
            else "together they compute no more than one layer"
        )
    if one:
        return (
            f'"{node.name}" has no activation, and {between} stands between it and '
            f'"{last.name}": {result}'
        )
    return (
        f'{len(others)} layers with weights from "{node.name}" on have no activation, '
        f'and {between} stands before "{last.name}": {result}'
    )


def _between(flow: Flow, following: Node) -> Iterator[Layer]:
    """The layers between one with weights and the one before."""
    for _, layer in flow.chain_back(following):
        if layer.role == "affine":
            return
        yield layer


def _takes_largest(layer: Layer) -> bool:
    return layer.role in POOLING and not layer.value_effect.linear


def _runs(flow: Flow) -> Iterator[list[Node]]:
    """The layers with weights that follow each other without anything nonlinear between."""
    runs: dict[str, list[Node]] = {}
    for following, _ in flow.of("affine"):
        node = _linear_before(flow, following)
        if node is not None and not _is_design(flow, node, following):
            runs[following.name] = [*runs.pop(node.name, [node]), following]
    yield from runs.values()


POOLING = frozenset(("pooling", "global_pooling"))
TRANSPARENT = POOLING | {"dropout", "neutral"}
"""Layers that take the place of no activation: the largest value of a window is not linear, and
adds nothing to the features of a position.
"""


def _is_linear(layer: Layer | None) -> bool:
    return layer is not None and layer.role == "affine" and function(layer) == "linear"


def _linear_before(flow: Flow, following: Node) -> Node | None:
    """Affine layer before without an activation, when all layers between are linear and do not move
    axes, and nothing else takes their outputs.
    """
    node = flow.previous(following)
    if node is None or node.layer is None or not _lets_through(node.layer):
        return None  # most layers, without a walk
    for node, layer in flow.chain_back(following):
        if layer.role == "affine":
            is_pair = _is_linear(layer) and _next_affine(flow, node) is following
            return node if is_pair else None
        if not _lets_through(layer):
            return None
    return None


def _lets_through(layer: Layer) -> bool:
    if layer.role == "activation":
        return function(layer) == "linear"
    return layer.role in TRANSPARENT or layer.value_effect.linear or layer.role == "affine"


def _next_affine(flow: Flow, node: Node) -> Node | None:
    return next((after for after, layer in flow.chain(node) if layer.role == "affine"), None)


def _is_design(flow: Flow, node: Node, following: Node) -> bool:
    """Whether the pair may be a known design: narrower than its surroundings, per channel or per
    axis, or a change of resolution.
    """
    first, second = node.layer, following.layer
    if first is None or second is None or None in {first.mixed_size, second.mixed_size}:
        return True
    is_projection = not getattr(first, "use_bias", True)
    if is_projection or first.mixed_size != second.mixed_size or _is_factored(first, second):
        return True
    before, between, rank = _widths(flow.trace, node)
    _, after, _ = _widths(flow.trace, following)
    # Behind an unknown size, one Dense onto fewer features is no design whatever comes before.
    vectors = _is_pointwise(first) and _is_pointwise(second)
    if (
        between is None
        or after is None
        or flow.previous(node) is None
        or (before is None and (between < after or not vectors))
    ):
        return True
    before = between if before is None else before
    if between < before and _is_pointwise(first) and not _is_pointwise(second):
        return True
    if _is_normalized(flow, node) and _is_for_normalized(first, second, rank):
        return True
    keeps_width = rank > VECTORS and between == before
    return between < after and (between < before or keeps_width)


def _is_for_normalized(first: Layer, second: Layer, rank: int) -> bool:
    """Whether a pair with a normalization between is a design: a projection of maps, or one onto
    directions, for which the second has no bias.
    """
    return (rank > VECTORS and _is_pointwise(first)) or not getattr(second, "use_bias", True)


def _is_factored(first: Layer, second: Layer) -> bool:
    """Whether two kernels reach along different axes, and so far together as neither does."""
    one, other = _kernel(first), _kernel(second)
    apart = len(one) == len(other) and all(1 in pair for pair in zip(one, other, strict=True))
    return apart and not _is_pointwise(first) and not _is_pointwise(second)


def _is_pointwise(layer: Layer) -> bool:
    """Whether a layer sees one position at a time: fewer channels for a wide kernel after it."""
    return set(_kernel(layer)) == {1}


def _kernel(layer: Layer) -> tuple[int, ...]:
    size = getattr(layer, "kernel_size", 1)
    return tuple(size) if isinstance(size, list | tuple) else (size,)


def _is_normalized(flow: Flow, node: Node) -> bool:
    """Whether batch normalization follows at once: a projection that is meant to be linear."""
    following = flow.next(node)
    layer = None if following is None else following.layer
    return layer is not None and layer.role == "normalization"


VECTORS = 2
"""The rank of a batch of vectors; on maps a projection may keep the width (MobileNetV3)."""


def _widths(trace: Trace, node: Node) -> tuple[int | None, int | None, int]:
    result = trace.results.get((node.name, 0))
    if result is None or len(node.calls) != 1:
        return None, None, 0
    inputs, outputs = list(tensors(result.args)), list(tensors(result.output))
    if len(inputs) != 1 or len(outputs) != 1:
        return None, None, 0
    if not inputs[0].shape or not outputs[0].shape:
        return None, dense_units(node), VECTORS + 1  # maps, of which more is a design
    return inputs[0].shape[-1], outputs[0].shape[-1], len(outputs[0].shape)
