from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS507", "bias-before-normalization", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node in flow.network.nodes.values():
            layer, following = node.layer, flow.next(node)
            if layer is None or following is None or following.layer is None:
                continue
            subtracts = (
                following.layer.value_effect.linear and following.layer.role == "normalization"
            )
            biased = layer.role == "affine" and getattr(layer, "use_bias", False)
            plain = getattr(layer, "activation", None) in (None, "linear")
            if biased and subtracts and plain:
                yield rule.at(
                    node.path,
                    f'The bias of "{node.name}" is taken away again by "{following.name}"',
                    help='Set "use_bias": false.',
                    related=(Related(following.path, "subtracts the mean"),),
                )
