from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.layers.input import InputLayer

rule = Rule("KS219", "empty-axis", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("input"):
            if isinstance(layer, InputLayer) and 0 in (layer.full_shape or ()):
                if any(result.fault for result in flow.trace.results.values()):
                    break  # a layer refuses it
                sizes, field = layer.shape or [], "shape"
                if 0 not in sizes:
                    sizes, field = layer.batch_shape or [], "batch_shape"
                at = node.field(field, sizes.index(0)) if 0 in sizes else node.field("batch_size")
                yield rule.at(
                    at,
                    f'"{node.name}" takes tensors of size 0, which hold no values',
                    help="Give the size of the data, or leave it open where it varies.",
                )
