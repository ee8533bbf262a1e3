from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.linter.finding import Finding, Severity
from kspec.linter.head_places import elsewhere, layer_name, loss_name, units_path, whose
from kspec.linter.head_repair import set_units
from kspec.linter.layer_fixes import unsafe
from kspec.linter.rank_repair import Repair, rank_repair
from kspec.linter.rule import Rule
from kspec.spec.shapes import Shape, show

rule = Rule("KS312", "silent-broadcast", Severity.WARNING, since="0.1")


@rule.check_reported
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("silent_broadcast", ()):
        target, shape = output.target.shape, output.head.shape
        if target is None or shape is None:
            continue
        repair = _repair(model, output, target, shape)
        path = units_path(model, output) if repair.node is None else repair.node.path
        yield rule.at(
            path,
            f"{whose(output)}{layer_name(output)} gives {show(shape[1:])} a sample and a target "
            f"is {show(target) if target else 'one value'}: {loss_name(output)} broadcasts one to "
            "the other in silence",
            help=repair.help,
            related=elsewhere(model, output, path, "shape"),
            fix=repair.fix,
            unless=("KS212",),
        )


def _repair(model: Analysis, output: Output, target: Shape, shape: Shape) -> Repair:
    """Other units where the last axis alone differs; else other axes."""
    row = show((None, *(target or (1,))))
    if target and len(target) + 1 == len(shape) and target[:-1] == shape[1:-1]:
        units = None if target[-1] is None else set_units(model, output, target[-1])
        return Repair(f"Make the output {row}.", unsafe(units))
    repair = rank_repair(model, output, few=len(target) + 1 >= len(shape))
    return repair._replace(help=f"Make the output {row}: {repair.help[0].lower()}{repair.help[1:]}")
