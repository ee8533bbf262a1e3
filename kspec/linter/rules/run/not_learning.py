from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS805", "not-learning", Severity.WARNING, since="0.1")
LATER = 3
"""Number of epochs without learning before the symptom is reported."""
LEARNED = 0.01
"""Fraction of itself by which a loss has to fall for the model to have learned."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    losses = run.column("loss")
    known = run.initial is not None and not run.evidence.weighted  # the first loss never is
    start = run.initial if known and run.initial is not None else (losses or [0.0])[0]
    if len(losses) >= LATER and start - min(losses) < LEARNED * abs(start):
        yield rule.symptom(
            f"In {len(losses)} epochs the training loss has not fallen (from {start:.4g} to "
            f"{min(losses):.4g})",
            help="Try another learning rate (10 times more, 10 times less), scale the inputs, and "
            "see whether the target can be told from them.",
        )
