from collections.abc import Iterator

from kspec.analysis.channels import data_format, misread_inputs
from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_field, taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related

rule = Rule("KS216", "mixed-data-format", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        if len(flow.data_formats) > 1 and (finding := _between_layers(flow)) is not None:
            yield finding
        elif next(misread_inputs(flow), None) is None:
            yield from _of_normalizations(model, flow)


SPATIAL = frozenset(("affine", "pooling", "global_pooling", "padding", "upsampling"))


def _between_layers(flow: Flow) -> Finding | None:
    first: tuple[Node, str] | None = None
    for node in flow.network.nodes.values():
        layer = node.layer
        if layer is None or layer.role == "rearranging":
            first = first if layer is not None and layer.value_effect.flattens else None
            continue
        form = data_format(layer) if layer.role in SPATIAL else None
        if form is None:
            continue
        if first is not None and form != first[1]:
            stated = node if "data_format" in layer.model_fields_set else first[0]
            other = first[0] if stated is node else node
            return rule.at(
                stated.field("data_format"),
                f'"{node.name}" reads {form.replace("_", " ")}, and "{first[0].name}" '
                f"{first[1].replace('_', ' ')}",
                help="Give every layer the same data_format, or Permute between.",
                fix=taken_out(stated.field("data_format")),
                related=(Related(other.path, "disagrees with this layer"),),
            )
        first = first or (node, form)
    return None


def _of_normalizations(model: Analysis, flow: Flow) -> Iterator[Finding]:
    """Yield the batch normalizations after a convolution, along the axis of the other order. At the
    input it may be on purpose: each frequency of a spectrum is normalized separately.
    """
    all_last = flow.data_formats == {"channels_last"}
    for node, layer in flow.of("normalization"):
        axis = getattr(layer, "axis", None)
        if not layer.value_effect.linear or not isinstance(axis, int):
            continue
        if all_last and (axis == -1 or axis > 1):
            continue  # it cannot be axis 1, where others have their channels
        before, rank = _convolution_before(flow, node), flow.trace.first_input(node).rank
        form = _of_convolution(before)
        if before is None or form is None or not rank:
            continue
        channels = _channels(form, rank)
        if axis % rank == rank - channels != channels:
            yield rule.at(
                node.field("axis"),
                f'"{node.name}" normalizes along axis {axis}, and "{before.name}" has its '
                f"channels on axis {channels}",
                help=f'Write "axis": {channels if channels == 1 else -1}.',
                fix=unsafe(set_field(model, node, "axis", channels if channels == 1 else -1)),
                related=(Related(before.path, form.replace("_", " ")),),
            )


def _channels(form: str, rank: int) -> int:
    return rank - 1 if form == "channels_last" else 1


PASSING = frozenset(("activation", "dropout", "neutral", "normalization", "pooling"))
"""Layers that leave the axes where they are."""


def _convolution_before(flow: Flow, node: Node) -> Node | None:
    """The layer whose maps are normalized."""
    return next((one for one, layer in flow.chain_back(node) if layer.role not in PASSING), None)


def _of_convolution(node: Node | None) -> str | None:
    layer = None if node is None else node.layer
    return None if layer is None or layer.role != "affine" else data_format(layer)
