from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS515", "useless-averages", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("normalization"):
            momentum = getattr(layer, "momentum", None)
            # One that is not trained uses the averages that it has.
            if momentum is None or 0 <= momentum < 1 or not layer.trainable:
                continue
            how = "never change" if momentum == 1 else "run away from the data"
            yield rule.at(
                node.field("momentum"),
                f'The moving averages of "{node.name}" {how}: its momentum is {momentum:g}',
                help="0.9 to 0.99 is usual.",
                fix=put(node.field("momentum"), 0.99),
            )
