from collections.abc import Iterator
from itertools import islice

from kspec.analysis.flow import Flow
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edits, Finding, Severity
from kspec.linter.layer_fixes import before, set_field, unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related

rule = Rule("KS620", "mask-never-matches", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.layers:
            value = getattr(layer, "mask_value", None)
            if isinstance(value, int | float):
                yield from _of_data(model, flow, node, value)
                yield from _behind(model, flow, node, value)


def _of_data(model: Analysis, flow: Flow, node: Node, value: float) -> Iterator[Finding]:
    """A mask of an input whose values have another range, which ends at the usual padding."""
    source = flow.previous(node)
    for feed in model.inputs:
        if feed.node is source and feed.range is not None:
            low, high = feed.range
            written = feed.paths.get("input_range")
            if not low <= value <= high and 0 in (low, high):
                yield rule.at(
                    node.field("mask_value") if "mask_value" in node.stated_fields else node.path,
                    f'"{node.name}" skips steps that are all {value:g}, and its input goes from '
                    f"{low:g} to {high:g}: none is skipped",
                    help='Set "mask_value" to the value that fills the short sequences.',
                    related=(Related(written, "the range of the input"),) if written else (),
                )


def _behind(model: Analysis, flow: Flow, node: Node, value: float) -> Iterator[Finding]:
    """A mask behind a layer that changes every value."""
    for source, layer in islice(flow.chain_back(node), 1):
        if layer.role in CHANGING:
            yield rule.at(
                node.path,
                f'"{node.name}" skips steps that are all {value:g}, and "{source.name}" before it '
                "changes the padding too: none is skipped",
                help='Leave it out, and write "mask_zero": true in the Embedding.'
                if layer.role == "embedding"
                else f'Put the Masking before "{source.name}".',
                related=(Related(source.path, "changes every value"),),
                fix=unsafe(without(model, node), _masked_earlier(model, source, value)),
            )


def _masked_earlier(model: Analysis, node: Node, value: float) -> Edits:
    """Edits that set ``mask_zero`` of an embedding, or add a Masking before a normalization."""
    if node.layer is not None and node.layer.role == "embedding":
        return set_field(model, node, "mask_zero", value=True)
    return before(model, node, {"type": "Masking", "mask_value": value})


CHANGING = frozenset(("embedding", "normalization"))
"""Roles of layers that change the padding value, each step separately."""
