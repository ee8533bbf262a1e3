"""Form of a verdict, and the order of the causes.

For each output the questions go from the coarse to the fine. Is the head constant, or the loss one
for another task? Then there are no other verdicts, except for a constant head of another rank than
the target and for an activation that is applied twice, whatever the loss. Otherwise two independent
faults are possible: between activation and loss (`scale`), and between output and target (`fit`).
Metrics are checked only where an output trains rightly, except for a count of right answers where
loss and target are quantities, which is wrong with any head, for one of probabilities where the
loss takes scores and only the rank is wrong, and for one of class numbers where only the units are.

Faults that Keras refuses are always included, with `unless` for the fault that explains them.
"""

from collections.abc import Iterator

from kspec.analysis.outputs import Assigned, Output
from kspec.analysis.verdicts.fit import ENCODING, RANK, UNITS, beside, target_fault
from kspec.analysis.verdicts.kinds import OutputFault
from kspec.analysis.verdicts.meaning import LOSS_TASK, task_fault
from kspec.analysis.verdicts.metric_shapes import RAISES, of_rows
from kspec.analysis.verdicts.metrics import count_of_quantities, metric_fault, of_logits
from kspec.analysis.verdicts.scale import beside_twice, scale_fault, twice
from kspec.named_tuple import NamedTuple

RANGE = "output_range"


class Verdict(NamedTuple):
    """Fault of an output. ``metric`` is the metric at fault, None for a fault of the training."""

    output: Output
    fault: OutputFault
    metric: Assigned | None = None


def verdicts(output: Output) -> Iterator[Verdict]:
    """Yield the faults of an output, each cause once."""
    meaning = task_fault(output)
    if meaning is not None and meaning.case == "one-for-classes" and _has_axes_too_many(output):
        # The units of each position say nothing of the classes of a sample.
        yield from (Verdict(output, one) for one in _of_training(output) if one.rule != RANGE)
        return
    if meaning is not None:
        # A loss for another task is an error where Keras raises as well.
        for_another = meaning.certain and meaning.rule == LOSS_TASK
        fit = None if for_another else target_fault(output)
        raises = fit is not None and fit.certain
        yield Verdict(output, meaning._replace(certain=meaning.certain or raises))
        if fit is not None and fit.rule == RANK:
            yield Verdict(output, fit)
        elif fit is not None and raises and not meaning.certain:
            yield Verdict(output, fit._replace(unless=(meaning.rule,)))
        if (again := twice(output)) is not None and meaning.rule == LOSS_TASK:
            yield Verdict(output, again)
        return
    training = list(_of_training(output))
    for fault in training:
        yield Verdict(output, fault)
    broken = any(fault.certain for fault in training)
    explained = tuple(fault.rule for fault in training)
    for metric in output.metrics:
        anyway = _anyway(output, metric, training)
        if training and anyway is not None:
            yield Verdict(output, anyway, metric)
            continue
        wrong = None if broken else metric_fault(output, metric)
        if wrong is not None and (not training or wrong.rule == RAISES):
            yield Verdict(output, wrong._replace(unless=explained), metric)


def _anyway(output: Output, metric: Assigned, training: list[OutputFault]) -> OutputFault | None:
    """Fault of a metric that stays when the faults of the training are mended."""
    rules = {fault.rule for fault in training}
    fault = count_of_quantities(output, metric)
    if fault is None and rules <= {RANK}:
        fault = of_logits(output, metric)
    if fault is None and rules == {UNITS}:
        fault = of_rows(output, metric, output.target.encoding)
    return fault


def _has_axes_too_many(output: Output) -> bool:
    fit, target = target_fault(output), output.target.shape
    few = target is not None and len(target) + 1 < (output.head.rank or 0)
    return few and fit is not None and fit.rule == RANK and fit.certain


def _of_training(output: Output) -> Iterator[OutputFault]:
    """Yield the faults of the loss with the values, and with the target; class numbers in the place
    of rows are out of range too, which is left out.
    """
    scale, fit = scale_fault(output), target_fault(output)
    follows = fit is not None and fit.rule == ENCODING
    if scale is not None and not (follows and scale.rule == RANGE):
        yield scale
        if (other := beside_twice(output)) is not None:
            yield other
    if fit is not None:
        yield fit
        if (other := beside(output, fit)) is not None:
            yield other
