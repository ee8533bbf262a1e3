from collections.abc import Iterator

from kspec.analysis.data_faults import LabelFault, label_fault
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS604", "label-out-of-range", Severity.ERROR, since="0.1", needs=("data",))

HELP = {
    "shifted": "Subtract 1 from every label.",
    "scaled": "Scale the inputs only, and leave the labels whole numbers.",
    "outside": "Number the classes from 0, and give the output a unit for each.",
}


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output in model.outputs:
        fault = label_fault(model, output)
        if fault is None or output.loss is None:
            continue
        units = f'"{output.head.name}" has {fault.units} units'
        written = None if fault.held_out else output.target.paths.get("range")
        place = written or output.loss.path
        yield rule.at(
            place,
            f"{_words(fault)}, and the {fault.units} units of the output are numbered from 0 to "
            f"{fault.units - 1}",
            help=HELP[fault.case],
            related=()
            if place == output.loss.path
            else (Related(output.loss.path, f"takes class numbers, and {units}"),),
        )


def _words(fault: LabelFault) -> str:
    whose = "The validation labels" if fault.held_out else "The labels"
    if fault.case == "scaled":
        return f"{whose} are no whole numbers (from {fault.low:g} to {fault.high:g})"
    if fault.row is None:
        return f"{whose} go from {fault.low:g} to {fault.high:g}"
    value = fault.high if fault.high >= fault.units else fault.low
    return f"{whose} go from {fault.low:g} to {fault.high:g} ({value:g} in row {fault.row})"
