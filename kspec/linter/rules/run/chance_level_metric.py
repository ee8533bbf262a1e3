from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS808", "chance-level-metric", Severity.WARNING, since="0.1")
FEW = 30
"""Number of samples below which a validation means little."""
LATER = 3
"""Number of epochs before the symptom is reported."""
LEARNED = 0.01
"""Fraction of itself by which a loss has to fall to be still improving."""
CHANCE = 0.02
"""Difference to the most frequent class's share up to which an accuracy is chance."""
BETTER = 0.95
"""Fraction of the loss of constant class shares below which a loss is better than that."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    evidence, best = run.evidence, run.best
    share = evidence.commonest_class
    if share is None or best is None or share > 1 - CHANCE or evidence.held_out < FEW:
        return  # no loss could be distinguished from chance
    if len(run.rows) < LATER or _still_learning(run):
        return  # it ended too early
    if evidence.shares_loss is not None and _beats(run, evidence.shares_loss):
        return  # it detects a rare class, if not with a probability above a half
    row = run.rows[best - 1]
    name = next((name for name in ("val_accuracy", "val_acc") if name in row), None)
    if name is not None and row[name] <= share + CHANCE:
        yield rule.symptom(
            f"{name} is {row[name]:.4f} at its best, and always naming the commonest class gives "
            f"{share:.4f}",
            help="Nothing was learned that helps: check that inputs and targets belong together, "
            "and that loss and output fit.",
            epoch=best,
        )


def _beats(run: TrainedRun, loss: float) -> bool:
    """Whether a held-out loss is clearly smaller than this one."""
    return any(value < BETTER * loss for value in run.column("val_loss"))


def _still_learning(run: TrainedRun) -> bool:
    """Whether the held-out loss was still falling in the last epoch."""
    losses = run.column("val_loss")
    return len(losses) > 1 and losses[-2] - losses[-1] > LEARNED * abs(losses[-2])
