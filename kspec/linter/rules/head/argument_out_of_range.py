from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Assigned, Output, is_of_keras
from kspec.analysis.verdicts.shapes import compared
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.head_fixes import other_loss
from kspec.linter.head_places import elsewhere, whose
from kspec.linter.layer_fixes import put, taken_out, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Path

rule = Rule("KS318", "argument-out-of-range", Severity.ERROR, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
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


USUAL = {"label_smoothing": 0.1, "delta": 1.0}
"""Arguments of losses with their usual values."""


def _fix(output: Output, assigned: Assigned, path: Path, field: str | None) -> Fix | None:
    """Fix that sets the usual value of an argument, or another loss for a single value without a
    direction.
    """
    if field in USUAL:
        return put(path, USUAL[field])
    if field is not None:
        return None
    if assigned is not output.loss:
        return taken_out(path)
    of_one = type(assigned.value).__name__ == "CosineSimilarity"
    return unsafe("", other_loss(output, "MeanSquaredError")) if of_one else None
