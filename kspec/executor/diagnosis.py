"""What a training run shows, in plain words: a loss that is no number, overfitting, no learning."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from kspec.data.split import FEW
from kspec.executor.network_symptoms import dead_units, gradients, one_batch
from kspec.executor.symptom import Symptom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kspec.executor.breakdown import Breakdown
    from kspec.executor.evidence import Evidence
    from kspec.executor.history import History

FAR = 3.0
"""How many times the loss of mere guessing a first loss may be."""
RISE = 1.2
"""By which factor the validation loss has to rise above its best."""
LOST = 0.05
"""Which part of its fall the validation loss has to rise again: near 0, noise is a factor."""
LATER = 3
"""How many epochs have to follow the best, or pass without learning, for it to mean something."""
LEARNED = 0.01
"""By which part of itself a loss has to fall for the model to have learned anything."""
CHANCE = 0.02
"""How far above the share of the commonest class an accuracy is still chance."""
BETTER = 0.95
"""To which part of what naming the shares of the classes costs a loss has to come to be better."""
SLOW = 0.7
"""To which part of itself a loss may fall in an epoch for its mean to be that of the end, too."""
HALF = 0.5


def diagnose(history: History, evidence: Evidence) -> list[Symptom]:
    """All symptoms of a run; after a loss that is no number, that alone."""
    if evidence.broken is not None:
        return [_not_finite(history, evidence.broken, evidence.breakdown)]
    found = [symptom for check in CHECKS for symptom in check(history, evidence)]
    codes = {symptom.code for symptom in found}
    return [symptom for symptom in found if not codes & FOLLOWS.get(symptom.code, set())]


def _not_finite(history: History, broken: str, where: Breakdown | None) -> Symptom:
    epoch = len(history.rows)
    said = f"In epoch {epoch}, {broken}: training was stopped"
    if where is not None:
        part = "of the validation samples" if where.held_out else "of that epoch"
        said += f". It began in batch {where.batch} of {where.batches} {part}: {where.words}"
    return Symptom(
        "KS801",
        "loss-not-finite",
        said,
        "Lower the learning rate (by 10), scale the inputs, or set clipnorm in the optimizer; "
        "a logarithm or division in a custom loss needs a small constant.",
        epoch,
        None if where is None else where.batch,
        None if where is None else where.layer,
    )


def _initial_loss(history: History, evidence: Evidence) -> Iterator[Symptom]:
    first, chance = history.initial, evidence.chance_loss
    if first is not None and chance is not None and first > FAR * chance:
        yield Symptom(
            "KS802",
            "initial-loss",
            f"The loss before training is {first:.4g}; merely guessing costs {chance:.4g}",
            "Inputs are probably not scaled: begin with Rescaling or Normalization. Or the "
            "output is no probability where the loss takes one.",
        )


def _overfitting(history: History, evidence: Evidence) -> Iterator[Symptom]:
    losses, held_out = history.columns.get("loss", []), history.columns.get("val_loss", [])
    known = [value for value in held_out if math.isfinite(value)]
    if not known:
        return
    best = held_out.index(min(known))
    best_value, last = held_out[best], median(known[-LATER:])
    falls = losses[-1] < losses[best]
    rises = best_value > 0 and last > RISE * best_value
    lost = last - best_value >= LOST * (known[0] - best_value)
    beyond = min(known[-LATER:]) - best_value > _swing(held_out[best:])
    learned = _knows_its_samples(evidence, (best_value + last) / 2)
    if len(losses) - 1 - best >= LATER and rises and lost and beyond and falls and learned:
        yield Symptom(
            "KS804",
            "overfitting",
            f"After epoch {best + 1} the validation loss rises (from {best_value:.4g} to "
            f"{last:.4g}) while the training loss still falls: the model learns its samples by "
            "heart",
            "The best epoch is kept. For a better one: more data or augmentation, Dropout, L2, or "
            f"a smaller network{'' if evidence.stops_early else '; EarlyStopping saves the time'}.",
            best + 1,
        )


def _knows_its_samples(evidence: Evidence, loss: float) -> bool:
    """Whether the network does better than this on samples that it was trained on, asked as in
    validation: normalization by batches may still lag behind, and is as bad on these.
    """
    inspection = evidence.inspection
    return inspection is None or inspection.loss is None or inspection.loss < loss


def _swing(values: list[float]) -> float:
    """By how much a loss goes up or down from epoch to epoch: after normalization by batches the
    validation loss jumps by half of itself, which is no overfitting.
    """
    known = [value for value in values if math.isfinite(value)]
    return median([abs(one - other) for one, other in pairwise(known)] or [0.0])


def _not_learning(history: History, evidence: Evidence) -> Iterator[Symptom]:
    losses = history.columns.get("loss", [])
    known = history.initial is not None and not evidence.weighted  # the first loss never is
    start = history.initial if known and history.initial is not None else (losses or [0.0])[0]
    if len(losses) >= LATER and start - min(losses) < LEARNED * abs(start):
        yield Symptom(
            "KS805",
            "not-learning",
            f"In {len(losses)} epochs the training loss has not fallen (from {start:.4g} to "
            f"{min(losses):.4g})",
            "Try another learning rate (10 times more, 10 times less), scale the inputs, and see "
            "whether the target can be told from them.",
        )


def _chance(history: History, evidence: Evidence) -> Iterator[Symptom]:
    share, best = evidence.commonest_class, history.best
    if share is None or best is None or share > 1 - CHANCE or evidence.held_out < FEW:
        return  # nothing could be told from chance
    if len(history.rows) < LATER or _still_learning(history):
        return  # it was ended before it showed anything
    if evidence.shares_loss is not None and _beats(history, evidence.shares_loss):
        return  # it tells a seldom class from the others, if not by more than a half
    row = history.rows[best - 1]
    name = next((name for name in ("val_accuracy", "val_acc") if name in row), None)
    if name is not None and row[name] <= share + CHANCE:
        yield Symptom(
            "KS808",
            "chance-level-metric",
            f"{name} is {row[name]:.4f} at its best, and always naming the commonest class gives "
            f"{share:.4f}",
            "Nothing was learned that helps: check that inputs and targets belong together, and "
            "that loss and output fit.",
            best,
        )


def _beats(history: History, loss: float) -> bool:
    """Whether what is held out costs clearly less than this."""
    held_out = history.columns.get("val_loss", [])
    return any(value < BETTER * loss for value in held_out)


def _still_learning(history: History) -> bool:
    """Whether what is held out was still getting better in the last epoch."""
    losses = history.columns.get("val_loss", [])
    return len(losses) > 1 and losses[-2] - losses[-1] > LEARNED * abs(losses[-2])


def _too_good(history: History, evidence: Evidence) -> Iterator[Symptom]:
    if evidence.shared:
        yield Symptom(
            "KS809",
            "validation-too-good",
            f"{evidence.shared} of {evidence.held_out} validation samples are in the training "
            "part as well: the validation tells too little of new data",
            "Remove duplicates from the data before it is split.",
        )
    elif history.best is not None and not (evidence.noisy or evidence.weighted):
        held_out, loss = _settled(history, history.best)
        last = range(max(history.best - LATER, 0) + 1, history.best + 1)
        pairs = [_settled(history, epoch) for epoch in last]
        if all(0 <= low < HALF * high for low, high in pairs):  # some losses go below 0
            yield Symptom(
                "KS809",
                "validation-too-good",
                f"The validation loss ({held_out:.4g}) is far below that of training "
                f"({loss:.4g}), and no layer makes training harder",
                "What is held out is probably easier, or too small, or not of the same kind.",
                history.best,
            )


def _settled(history: History, epoch: int) -> tuple[float, float]:
    """The validation loss of an epoch, and a training loss that can be compared with it: that is a
    mean over its epoch, and validation comes at the end. 0 while it still falls fast.
    """
    losses = history.columns.get("loss", [])
    held_out = history.rows[epoch - 1].get("val_loss", math.inf)
    if epoch < len(losses):
        return held_out, losses[epoch]
    if epoch == 1 or losses[epoch - 1] < SLOW * losses[epoch - 2]:
        return held_out, 0.0
    return held_out, losses[epoch - 1]


FOLLOWS = {
    "KS805": {"KS803", "KS806", "KS807"},
    "KS808": {"KS802", "KS803", "KS805", "KS806", "KS807"},
}
"""What is not said beside its cause."""
CHECKS: tuple[Callable[[History, Evidence], Iterator[Symptom]], ...] = (
    _initial_loss,
    one_batch,
    _overfitting,
    _not_learning,
    dead_units,
    gradients,
    _chance,
    _too_good,
)
