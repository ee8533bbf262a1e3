from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS803", "cannot-overfit-one-batch", Severity.WARNING, since="0.1")
BY_HEART = 0.7
"""Fraction of itself to which the loss of a batch falls at least, where the model trains on that
batch alone.
"""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    tried = run.evidence.one_batch
    if tried is not None and not tried.after < BY_HEART * tried.before:
        yield rule.symptom(
            f"Trained on {tried.samples} samples alone, the loss goes from {tried.before:.4g} to "
            f"{tried.after:.4g} only: the network cannot even learn these by heart",
            help="Something is broken or too weak: try another learning rate, a larger network, "
            "less regularization; see whether inputs and targets belong together.",
        )
