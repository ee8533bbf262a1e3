from collections.abc import Iterator

from kspec.analysis.effects import softmax_axis
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import put, unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node, TensorRef
from kspec.spec.propagation import Trace
from kspec.spec.shapes import Shape, tensors
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE

rule = Rule("KS513", "single-value-normalization", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    heads = {step.node.name for output in model.outputs for step in output.head.trail.steps}
    fit = None if model.spec is None else model.spec.fit
    alone = fit is not None and fit.batch_size == 1
    for flow in model.flows:
        for node, layer in flow.layers:
            applies = getattr(layer, "layer", layer)  # of TimeDistributed the one in it
            if node.name not in heads and _is_constant(flow.trace, node, applies):
                yield rule.at(
                    node.path,
                    f'The softmax of "{node.name}" is over a single value, and always 1',
                    help="Leave the activation out, and put Softmax(axis=1) behind it to share 1 "
                    "among the steps.",
                )
        for node, layer in flow.of("attention"):
            if _attended(flow.trace, node, layer) == 1:
                yield rule.at(
                    node.path,
                    f'"{node.name}" attends to a single step, which gets all the weight whatever '
                    "the query is",
                    help="Give it a sequence of several steps, or use Dense in its place.",
                )
        for node, layer in flow.of("normalization"):
            # Over the batch only in training, and not where it is frozen.
            counts = alone and layer.trainable if layer.value_effect.linear else True
            applies = counts and not flow.trace.refuses(node)
            shape = flow.trace.first_input(node).shape if applies else None
            if shape is not None and _size(layer, shape) == 1:
                yield rule.at(
                    node.path,
                    f'"{node.name}" normalizes every value by itself, so nothing of it is left',
                    help="Train on larger batches, or use LayerNormalization."
                    if layer.value_effect.linear
                    else "Normalize along an axis with several values, or leave the layer out.",
                    fix=_fix(model, node, layer),
                )


def _is_constant(trace: Trace, node: Node, layer: Layer) -> bool:
    """Whether the first call of a layer ends in a softmax along one axis of size 1."""
    if layer.activation_name != "softmax" or layer.role == "recurrent":
        return False
    shape = trace.tensor(TensorRef(node.name)).shape
    if not shape:
        return False
    axes = softmax_axis(layer)
    return [shape[axis] for axis in axes if -len(shape) <= axis < len(shape)] == [1]


def _attended(trace: Trace, node: Node, layer: Layer) -> int | None:
    """Number 1 where a layer of attention has one position to attend to; None else."""
    result = trace.results.get((node.name, 0))
    if result is None or len(node.calls) > 1 or trace.refuses(node):
        return None
    operands = [*tensors(result.args), *tensors(result.kwargs.get("value"))]
    shape = operands[1].shape if len(operands) > 1 else None
    if not shape:
        return None
    axes = getattr(layer, "attended_axes", lambda _: [-2])(shape)
    sizes = [shape[axis] for axis in axes if -len(shape) <= axis < len(shape)]
    return 1 if sizes and set(sizes) == {1} else None


def _fix(model: Analysis, node: Node, layer: Layer) -> Fix | None:
    """Fix that sets the default batch size, or removes the layer."""
    if layer.value_effect.linear and model.spec is not None:
        return put(model.spec.path("fit", "batch_size"), DEFAULT_BATCH_SIZE)
    return unsafe("", without(model, node))


def _size(layer: Layer, shape: Shape) -> int | None:
    measure = getattr(layer, "norm_size", None)
    return None if measure is None else measure(shape)
