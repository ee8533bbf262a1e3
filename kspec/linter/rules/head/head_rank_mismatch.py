from collections.abc import Iterator

from kspec.analysis.data_faults import shape_fault
from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_places import elsewhere, layer_name, layer_path, loss_name, whose
from kspec.linter.rank_repair import Repair, rank_repair
from kspec.linter.rule import Rule
from kspec.spec.shapes import show

rule = Rule("KS310", "head-rank-mismatch", Severity.ERROR, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("head_rank_mismatch", ()):
        repair = _repair(model, output, fault.case)
        path = layer_path(output) if repair.node is None else repair.node.path
        yield rule.at(
            path,
            f"{whose(output)}{layer_name(output)} gives {show(output.head.shape)}, "
            f"and {_expected(output)}",
            help=repair.help,
            unless=(*fault.unless, "KS212", *(["KS603"] if _is_of_samples(model, output) else [])),
            related=elsewhere(model, output, path, "shape"),
            fix=repair.fix,
        )


def _is_of_samples(model: Analysis, output: Output) -> bool:
    """Whether the output has the axes too many that an input has before those of its data."""
    shape, target = output.head.shape, output.target.shape
    if not shape or not target:
        return False
    spare = len(shape) - 1 - len(target)
    faults = (shape_fault(model, feed) for feed in model.inputs)
    return (
        spare > 0
        and shape[1 + spare :] == target
        and any(
            fault is not None and fault.actual and fault.expected[spare:] == fault.actual
            for fault in faults
        )
    )


def _expected(output: Output) -> str:
    target, task = output.target.shape, output.task
    if target is not None:
        return f"a target is {show(target)}" if target else "a target is one number"
    words = "" if task is None else task.words
    if task is not None and task.per_sample:
        return f"{words} wants one answer for each sample"
    return f"{words} wants one for each {'pixel' if 'seg' in words else 'step'}"


def _repair(model: Analysis, output: Output, case: str) -> Repair:
    if case == "layout" and output.loss is not None:
        return Repair(f"{loss_name(output)} takes {output.loss.value.layout}.")
    target, rank = output.target.shape, output.head.rank or 0
    few = len(target) + 1 >= rank if target is not None else case == "too-few"
    return rank_repair(model, output, few=few)
