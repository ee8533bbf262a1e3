from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS806", "dead-units", Severity.WARNING, since="0.1")
HALF = 0.5
FEW_UNITS = 4
"""Number of units below which half may be zero by chance."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    layers = run.evidence.inspection.dead if run.evidence.inspection is not None else ()
    for layer, dead, units in layers:
        if units >= FEW_UNITS and dead >= HALF * units:
            yield rule.symptom(
                f'{dead} of the {units} units of "{layer}" are zero for every sample that was '
                "looked at: they no longer learn",
                help="Lower the learning rate, scale the inputs, begin with he_normal, or take "
                "leaky_relu, elu or gelu in the place of relu.",
                layer=layer,
            )
