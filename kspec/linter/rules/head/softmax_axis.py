from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.trail import Step
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_places import elsewhere, exists, head_path, layer_name, loss_name, whose
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS316", "softmax-axis", Severity.WARNING, since="0.1")

_FIRST = 'Take "axis": 1 in a Softmax layer and in the loss, or move the classes to the end.'


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, fault, _ in model.verdicts.get("softmax_axis", ()):
        last, first = output.head.last, fault.case == "channels"
        if output.loss is None or (last is None and not first):
            continue
        field = () if last is None else last.node.field("axis")
        path = field if field and exists(model, field) else head_path(model, output)
        message = _of_channels(output) if first or last is None else _of_axis(output, last)
        yield rule.at(
            path,
            whose(output) + message,
            help=_FIRST if first else "Use the same axis in both; -1 is the last one.",
            related=elsewhere(model, output, path),
            severity=Severity.ERROR if first and fault.certain else None,
            fix=None if first or path != field else put(path, _axis(output)),
        )


def _of_axis(output: Output, last: Step) -> str:
    axes = ", ".join(map(str, last.axes))
    return (
        f'"{last.node.name}" sums to one along axis {axes}, and {loss_name(output)} takes axis '
        f"{_axis(output)} for the classes"
    )


def _of_channels(output: Output) -> str:
    shape = output.head.shape or (None,)
    return (
        f"{layer_name(output)} gives the {output.target.classes} classes along axis 1, and "
        f"{loss_name(output)} takes axis {_axis(output)}, of {shape[-1]} places, for them"
    )


def _axis(output: Output) -> int:
    return getattr(None if output.loss is None else output.loss.value, "axis", -1)
