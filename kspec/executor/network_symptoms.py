"""What the trained network itself shows: dead units, gradients, a batch that is not learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.executor.symptom import Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.executor.evidence import Evidence
    from kspec.executor.history import History
    from kspec.executor.inspection import Inspection

HALF = 0.5
FAR = 3.0
"""How many times the loss of mere guessing the loss is of a network whose values run away."""
BY_HEART = 0.7
"""To which part of itself the loss of one batch falls at least, where it is trained on alone."""
FAINT = 1e-6
"""How many times as small as the largest a gradient is when it has vanished."""
VIOLENT = 1e6
"""How many times as large as its weights a gradient is when it explodes."""
FEW_UNITS = 4
"""Of fewer units than this, half may be zero by chance."""


def one_batch(_: History, evidence: Evidence) -> Iterator[Symptom]:
    """One batch that is not learned by heart, where that was tried."""
    tried = evidence.one_batch
    if tried is not None and not tried.after < BY_HEART * tried.before:
        yield Symptom(
            "KS803",
            "cannot-overfit-one-batch",
            f"Trained on {tried.samples} samples alone, the loss goes from {tried.before:.4g} to "
            f"{tried.after:.4g} only: the network cannot even learn these by heart",
            "Something is broken or too weak: try another learning rate, a larger network, less "
            "regularization; see whether inputs and targets belong together.",
        )


def dead_units(_: History, evidence: Evidence) -> Iterator[Symptom]:
    """Layers half of whose units give nothing any more."""
    found = evidence.inspection.dead if evidence.inspection is not None else ()
    for layer, dead, units in found:
        if units >= FEW_UNITS and dead >= HALF * units:
            yield Symptom(
                "KS806",
                "dead-units",
                f'{dead} of the {units} units of "{layer}" are zero for every sample that was '
                "looked at: they no longer learn",
                "Lower the learning rate, scale the inputs, begin with he_normal, or take "
                "leaky_relu, elu or gelu in the place of relu.",
            )


def gradients(_: History, evidence: Evidence) -> Iterator[Symptom]:
    """A kernel whose gradient is lost on its way, or far too large."""
    if evidence.inspection is None or not evidence.inspection.gradients:
        return
    gradients = evidence.inspection.gradients
    faintest = min(gradients, key=lambda one: one.size)
    largest = max(gradients, key=lambda one: one.size)
    violent = max(gradients, key=lambda one: one.size / max(one.value, 1e-8))
    if 0 < faintest.size < FAINT * largest.size:
        yield Symptom(
            "KS807",
            "vanishing-or-exploding-gradients",
            f'The gradient of "{faintest.weight}" is {faintest.size / largest.size:.1e} times that '
            f'of "{largest.weight}": these weights hardly learn',
            "Take relu in the place of sigmoid or tanh, BatchNormalization or LayerNormalization, "
            "or Add layers around (residual connections).",
        )
    elif violent.size > VIOLENT * max(violent.value, 1e-8) and _is_lost(evidence.inspection):
        yield Symptom(
            "KS807",
            "vanishing-or-exploding-gradients",
            f'The gradient of "{violent.weight}" is {violent.size:.1e}, and its values are '
            f"{violent.value:.1e}",
            "Scale inputs and targets to about 1, or set clipnorm in the optimizer.",
        )


def _is_lost(inspection: Inspection) -> bool:
    """Whether the loss is far above that of guessing: else the gradient is as large as the targets,
    which is how a loss of wide targets has it.
    """
    loss, guess = inspection.loss, inspection.guess
    return loss is None or guess is None or not loss <= FAR * guess
