from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS802", "initial-loss", Severity.WARNING, since="0.1")
FAR = 3.0
"""Factor of the loss of a constant guess that a first loss may reach."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    first, chance = run.initial, run.evidence.chance_loss
    if first is not None and chance is not None and first > FAR * chance:
        yield rule.symptom(
            f"The loss before training is {first:.4g}; merely guessing costs {chance:.4g}",
            help="Inputs are probably not scaled: begin with Rescaling or Normalization. Or the "
            "output is no probability where the loss takes one.",
        )
