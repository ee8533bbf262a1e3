import math
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output, is_of_keras
from kspec.analysis.verdicts.kinds import class_count, loss_kind
from kspec.analysis.verdicts.shapes import compared
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import other_loss
from kspec.linter.head_places import elsewhere, whose
from kspec.linter.layer_fixes import put, taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Path
from kspec.spec.training.structures import leaves

rule = Rule("KS318", "argument-out-of-range", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    yield from _weights(model)
    for output in model.outputs:
        measured = output.metrics if output.loss is None else (output.loss, *output.metrics)
        for assigned in measured:
            raw = getattr(assigned.value, "takes_all_axes", False)
            shape = output.head.shape if raw else compared(output)
            known = shape is not None and is_of_keras(assigned)
            misfit = assigned.value.misfit(shape) if known else None
            if misfit is None:
                continue
            written = assigned.written
            inside = ("config",) if isinstance(written, dict) and "class_name" in written else ()
            path = assigned.path
            if misfit.field is not None:
                path = (*path, *inside, misfit.field)
            yield rule.at(
                path,
                f"{whose(output)}{assigned.name} {misfit.message}",
                help=misfit.help,
                fix=_fix(output, assigned, path, misfit.field),
                related=elsewhere(model, output, path),
                severity=None if misfit.certain else Severity.WARNING,
            )


def _weights(model: Analysis) -> Iterator[Finding]:
    """Loss weights that leave nothing to learn from, or a loss to climb."""
    spec = model.spec
    section = None if spec is None else spec.compile
    if spec is None or section is None:
        return
    weights = {
        path: weight
        for path, weight in leaves(section.loss_weights, ("loss_weights",))
        if isinstance(weight, int | float)
    }
    endless = {output.loss.path for output in model.outputs if output.loss and _is_endless(output)}
    alone = max(weights.values(), default=1) <= 0
    for path, weight in weights.items():
        if weight < 0:
            message = "climbs the loss instead of descending it"
        elif alone:
            message = "leaves nothing to learn from: there is no other loss"
        else:
            continue
        certain = alone or spec.path("compile", "loss", *path[1:]) in endless
        yield rule.at(
            spec.path("compile", *path),
            f"A weight of {weight:g} {message}",
            help="1.0 is the default.",
            fix=put(spec.path("compile", *path), 1.0),
            severity=Severity.WARNING if certain else Severity.ADVICE,
        )
        if alone:
            return


def _is_endless(output: Output) -> bool:
    """Whether the loss of an output can be made larger for ever by layers that are trained."""
    head, facts = output.head.node, output.head.facts
    if output.loss is None or loss_kind(output) != "regression" or head is None or facts is None:
        return False
    trained = head.layer is not None and head.layer.trainable
    return trained and math.inf in {-facts.low, facts.high}


USUAL = {"label_smoothing": 0.1}
"""Usual values of arguments, where the default is another one."""


def _fix(output: Output, assigned: Assigned, path: Path, field: str | None) -> Fix | None:
    """Fix that sets the usual value of an argument, or another loss for a single value without a
    direction.
    """
    if field is not None:
        default = type(assigned.value).model_fields[field].default
        if isinstance(usual := USUAL.get(field, default), float):
            return put(path, usual)
    if field == "ignore_class":
        return taken_out(path)
    if field == "num_classes":
        return put(path, class_count(output))
    if field is not None:
        return None
    if assigned is not output.loss:
        return taken_out(path)
    of_one = type(assigned.value).__name__ == "CosineSimilarity"
    return unsafe(other_loss(output, "MeanSquaredError")) if of_one else None
