from collections.abc import Iterator, Mapping

from kspec.analysis.effects import softmax_axis
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Edits, Finding, Fix, Severity
from kspec.linter.layer_fixes import put, set_activation_of, set_field, unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.activation_table import activation_name
from kspec.spec.layers.base import Layer
from kspec.spec.network import Node, TensorRef
from kspec.spec.propagation import Trace
from kspec.spec.shapes import Shape, tensors
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE
from kspec.spec.unknown import any_unknown

rule = Rule("KS513", "constant-output", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    heads = {step.node.name for output in model.outputs for step in output.head.trail.steps}
    fit = None if model.spec is None else model.spec.fit
    alone = fit is not None and fit.batch_size == 1
    for flow in model.flows:
        for node, layer in flow.layers:
            if (field := _constant_by(layer)) is not None:
                yield _constant(node, field)
            applies = getattr(layer, "layer", layer)  # of TimeDistributed the one in it
            if node.name not in heads and _is_constant(flow.trace, node, applies):
                yield rule.at(
                    node.path,
                    f'The softmax of "{node.name}" is over a single value, and always 1',
                    help='Use "sigmoid" for a single weight, or Softmax(axis=1) to share 1 among '
                    "the steps.",
                    fix=_among_steps(model, flow.trace, node),
                )
        for node, layer in flow.of("attention"):
            if _attended(flow.trace, node, layer) == 1:
                yield rule.at(
                    node.path,
                    f'"{node.name}" attends to a single step, which gets all the weight whatever '
                    "the query is",
                    help="Give it a sequence of several steps, or use Dense in its place.",
                    fix=unsafe(_dense(model, flow.trace, node), message="Use Dense"),
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


CONSTANT = {
    "scale": (0, "Write 0.00392156862745098 to divide by 255.", 1 / 255),
    "max_value": (0, "Leave it out, or write 6 as in MobileNet.", 6),
    "epsilon": (None, "It only keeps from dividing by 0: 0.001 is usual.", 0.001),
    "input_dim": (1, "Write the number of tokens there are.", None),
}
"""Values of fields that make a layer's output one value, with what to write."""


DROWNING = 100
"""Addition to a variance that leaves a tenth of values of unit size, or less."""


def _constant_by(layer: Layer) -> str | None:
    """The field by which the output of a layer does not depend on its input."""
    if layer.role == "normalization" and getattr(layer, "epsilon", 0) >= DROWNING:
        return "epsilon"
    for field in CONSTANT.keys() & layer.model_fields_set:
        value = getattr(layer, field)
        leaks = getattr(layer, "negative_slope", 0)  # what is below 0 is kept
        if type(value) in {int, float} and value == CONSTANT[field][0] and not leaks:
            return field
    return None


def _constant(node: Node, field: str) -> Finding:
    _, help_, usual = CONSTANT[field]
    return rule.at(
        node.field(field),
        f'"{node.name}" gives the same whatever its input is: "{field}" is '
        f"{getattr(node.layer, field):g}",
        help=help_,
        fix=None if usual is None else put(node.field(field), usual),
    )


def _is_constant(trace: Trace, node: Node, layer: Layer) -> bool:
    """Whether the first call of a layer ends in a softmax along one axis of size 1."""
    if activation_name(layer) != "softmax" or layer.role == "recurrent":
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


def _among_steps(model: Analysis, trace: Trace, node: Node) -> Fix | None:
    """Fix that applies a softmax along the axis of steps, or a sigmoid where there is none."""
    shape = trace.tensor(TensorRef(node.name)).shape or ()
    if len(shape) <= 2 or shape[1] == 1:
        return unsafe(set_activation_of(model, node, "sigmoid"))
    softmax = {"type": "Softmax", "axis": 1}
    if node.layer is not None and node.layer.role == "affine":
        return unsafe(set_field(model, node, "activation", softmax))
    return unsafe(_in_place(model, node, softmax))


def _in_place(model: Analysis, node: Node, layer: Mapping[str, object]) -> Edits:
    """Edits that replace a layer by one on its first input, under the same name."""
    written = model.value_at(node.path)
    if not isinstance(written, Mapping) or "type" not in written:
        return None
    kept = {"name": written["name"]} if "name" in written else {}
    if "inputs" in written:
        first = written["inputs"][:1] if isinstance(written["inputs"], list) else written["inputs"]
        kept["inputs"] = first
    if any_unknown(kept.values()):
        return None
    return (Edit.of(node.path, {**layer, **kept}),)


def _dense(model: Analysis, trace: Trace, node: Node) -> Edits:
    """Edits that replace a layer of attention by a dense one on its query."""
    shape = trace.tensor(TensorRef(node.name)).shape
    units = shape[-1] if shape else None
    return None if units is None else _in_place(model, node, {"type": "Dense", "units": units})


def _fix(model: Analysis, node: Node, layer: Layer) -> Fix | None:
    """Fix that sets the default batch size, or removes the layer."""
    if layer.value_effect.linear and model.spec is not None:
        return put(model.spec.path("fit", "batch_size"), DEFAULT_BATCH_SIZE)
    return unsafe(without(model, node))


def _size(layer: Layer, shape: Shape) -> int | None:
    measure = getattr(layer, "norm_size", None)
    return None if measure is None else measure(shape)
