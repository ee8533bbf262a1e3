import math
from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS809", "validation-too-good", Severity.WARNING, since="0.1")
LATER = 3
"""Number of epochs up to the best in which the validation loss has to be lower."""
SLOW = 0.7
"""Fraction of itself to which a loss may fall in an epoch for its mean to be that of
the end, too.
"""
HALF = 0.5


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    evidence, best = run.evidence, run.best
    if evidence.shared:
        yield rule.symptom(
            f"{evidence.shared} of {evidence.held_out} validation samples are in the training "
            "part as well: the validation tells too little of new data",
            help="Remove duplicates from the data before it is split.",
        )
    elif best is not None and not (evidence.noisy or evidence.weighted):
        held_out, loss = _settled(run, best)
        pairs = [_settled(run, epoch) for epoch in range(max(best - LATER, 0) + 1, best + 1)]
        if all(0 <= low < HALF * high for low, high in pairs):  # some losses go below 0
            yield rule.symptom(
                f"The validation loss ({held_out:.4g}) is far below that of training "
                f"({loss:.4g}), and no layer makes training harder",
                help="What is held out is probably easier, or too small, or not of the same kind.",
                epoch=best,
            )


def _settled(run: TrainedRun, epoch: int) -> tuple[float, float]:
    """The validation loss of an epoch, and a training loss that can be compared with it: that is a
    mean over its epoch, and validation comes at the end. 0 while it still falls fast.
    """
    losses = run.column("loss")
    held_out = run.rows[epoch - 1].get("val_loss", math.inf)
    if epoch < len(losses):
        return held_out, losses[epoch]
    if epoch == 1 or losses[epoch - 1] < SLOW * losses[epoch - 2]:
        return held_out, 0.0
    return held_out, losses[epoch - 1]
