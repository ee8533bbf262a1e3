from collections.abc import Iterator

from kspec.analysis.effects import function
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import unsafe, without
from kspec.linter.rule import Rule
from kspec.spec.activation_table import FACTS, activation_name
from kspec.spec.problem import Related

rule = Rule("KS503", "repeated-activation", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    # A head that is squashed twice is an error of its own (KS306).
    twice = {
        verdict.output.head.trail.steps[-1].node.name
        for verdict in model.verdicts.get("activation_applied_twice", ())
        if verdict.fault.case == "steps"
    }
    for flow in model.flows:
        for following, layer in flow.of("activation"):
            node = flow.previous(following)
            name = None if node is None or node.layer is None else activation_name(node.layer)
            second = function(layer)
            if node is None or not _changes_nothing(name, second):
                continue
            effect = "repeats" if name == second else "changes nothing after"
            if flow.next(node) is following and following.name not in twice:
                field = "activation" if "activation" in type(layer).model_fields else ""
                yield rule.at(
                    following.field(field) if field else following.path,
                    f'"{following.name}" {effect} the {name} of "{node.name}"',
                    help="Keep one of the two.",
                    fix=unsafe(without(model, following), message="Remove the second"),
                    related=(Related(node.field("activation"), f"{name} is applied here"),),
                )


def _changes_nothing(first: str | None, second: str | None) -> bool:
    """Whether the second of two activations repeats the first, or changes no value behind it."""
    known = FACTS.get(first or "")
    return (first == second and first in REPEATABLE) or (
        second == "relu" and known is not None and known.low >= 0
    )


REPEATABLE = frozenset(("relu", "sigmoid", "tanh", "softmax", "selu", "elu", "gelu", "silu"))
