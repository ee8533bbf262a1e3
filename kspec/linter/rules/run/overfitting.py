import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from kspec.analysis.trained import Evidence, Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS804", "overfitting", Severity.WARNING, since="0.1")
RISE = 1.2
"""Factor by which the validation loss has to rise above its best."""
SHARE_OF_FALL = 0.05
"""Fraction of its fall that the validation loss has to rise again: near 0, noise is a factor."""
LATER = 3
"""Number of epochs after the best before the symptom is reported."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    losses, held_out = run.column("loss"), run.column("val_loss")
    known = [value for value in held_out if math.isfinite(value)]
    if not known:
        return
    best = held_out.index(min(known))
    best_value, last = held_out[best], median(known[-LATER:])
    falls = losses[-1] < losses[best]
    rises = best_value > 0 and last > RISE * best_value
    climbs = last - best_value >= SHARE_OF_FALL * (known[0] - best_value)
    beyond = min(known[-LATER:]) - best_value > _swing(held_out[best:])
    learned = _knows_its_samples(run.evidence, (best_value + last) / 2)
    if len(losses) - 1 - best >= LATER and rises and climbs and beyond and falls and learned:
        saves = "" if run.evidence.stops_early else "; EarlyStopping saves the time"
        yield rule.symptom(
            f"After epoch {best + 1} the validation loss rises (from {best_value:.4g} to "
            f"{last:.4g}) while the training loss still falls: the model learns its samples by "
            "heart",
            help="The best epoch is kept. For a better one: more data or augmentation, Dropout, "
            f"L2, or a smaller network{saves}.",
            epoch=best + 1,
        )


def _knows_its_samples(evidence: Evidence, loss: float) -> bool:
    """Whether the loss of the network on training samples, computed as in validation, is smaller
    than this: batch normalization may still lag behind, and is as bad on these.
    """
    inspection = evidence.inspection
    return inspection is None or inspection.loss is None or inspection.loss < loss


def _swing(values: list[float]) -> float:
    """Median change of a loss between epochs: after batch normalization the validation loss jumps
    by half of itself, which is no overfitting.
    """
    known = [value for value in values if math.isfinite(value)]
    return median([abs(one - other) for one, other in pairwise(known)] or [0.0])
