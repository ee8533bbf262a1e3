from collections.abc import Iterator

from kspec.analysis.trained import Inspection, Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS807", "vanishing-or-exploding-gradients", Severity.WARNING, since="0.1")
FAR = 3.0
"""Factor of the loss of a constant guess that marks a network with diverging values."""
FAINT = 1e-6
"""Ratio to the largest gradient below which a gradient has vanished."""
VIOLENT = 1e6
"""Ratio to its weights above which a gradient explodes."""
LEAST = 1e-8
"""Least size of weights that is assumed."""


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    inspection = run.evidence.inspection
    if inspection is None or not inspection.gradients:
        return
    faintest = min(inspection.gradients, key=lambda one: one.size)
    largest = max(inspection.gradients, key=lambda one: one.size)
    violent = max(inspection.gradients, key=lambda one: one.size / max(one.value, LEAST))
    if 0 < faintest.size < FAINT * largest.size:
        yield rule.symptom(
            f'The gradient of "{faintest.weight}" is {faintest.size / largest.size:.1e} times that '
            f'of "{largest.weight}": these weights hardly learn',
            help="Take relu in the place of sigmoid or tanh, BatchNormalization or "
            "LayerNormalization, or Add layers around (residual connections).",
        )
    elif violent.size > VIOLENT * max(violent.value, LEAST) and _is_lost(inspection):
        yield rule.symptom(
            f'The gradient of "{violent.weight}" is {violent.size:.1e}, and its values are '
            f"{violent.value:.1e}",
            help="Scale inputs and targets to about 1, or set clipnorm in the optimizer.",
        )


def _is_lost(inspection: Inspection) -> bool:
    """Whether the loss is far above that of guessing: else the gradient is as large as the targets,
    which is how a loss of wide targets has it.
    """
    loss, guess = inspection.loss, inspection.guess
    return loss is None or guess is None or not loss <= FAR * guess
