from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.layers.layer_facts import Role

rule = Rule("KS505", "dropout-rate", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of(*FIELDS):
            for field in FIELDS[layer.role]:
                rate = getattr(layer, field, None)
                if isinstance(rate, int | float) and not 0 <= rate < TOO_MUCH:
                    yield rule.at(
                        node.field(field),
                        f'"{node.name}" drops a share of {rate} of its input',
                        help="The rate is the share that is dropped: 0.2 to 0.5 is usual.",
                        fix=put(node.field(field), _meant(rate)),
                    )


def _meant(rate: float) -> float:
    """Percentage as a fraction, and 0.5 for a rate that is no percentage."""
    return rate / 100 if PERCENT <= rate < TOO_MUCH * 100 else 0.5


TOO_MUCH = 0.9
PERCENT = 5
"""Number from which on a rate is a percentage."""
FIELDS: dict[Role, tuple[str, ...]] = {
    "dropout": ("rate",),
    "recurrent": ("dropout", "recurrent_dropout"),
    "attention": ("dropout",),
}
