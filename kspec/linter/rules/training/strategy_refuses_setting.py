from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule(
    "KS422", "strategy-refuses-setting", Severity.ERROR, since="0.1", needs=("compile", "fit")
)
STRATEGIES = {"mirrored": "a MirroredStrategy", "multi_worker": "a MultiWorkerMirroredStrategy"}


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, distribute = model.known_spec, model.fit.distribute
    if not distribute:
        return
    strategy = STRATEGIES.get(distribute.partition(":")[0])
    steps, compiles = model.compile.steps_per_execution, model.compile.jit_compile
    refused = {
        "steps_per_execution": (steps > 1, steps, 1),
        "jit_compile": (compiles is True, "true", False),
    }
    for field, (is_set, value, instead) in refused.items():
        if strategy is not None and is_set:
            path = spec.path("compile", field)
            yield rule.at(
                path,
                f'With "{field}": {value}, Keras fails at the first step in {strategy}',
                help=f"Write {str(instead).lower()}: the results are the same.",
                fix=put(path, instead),
                related=(Related(spec.path("fit", "distribute"), "the strategy"),),
            )
