"""Label that is none of the output's classes.

## Why

`sparse_categorical_crossentropy` takes class numbers from 0 to one less than there are units. Keras
on a CPU stops at the first batch with another one; compiled or on other backends it goes on, with
a loss that is NaN or ignores the row. Labels that count from 1, and labels that were scaled along
with the inputs, are the usual causes: fractions are cut off, so that all classes become 0.

## Bad

```json
{
  "inputs": {"shape": [64]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {"loss": "sparse_categorical_crossentropy"},
  "data": {"target_encoding": "integer", "target_range": [1, 10]}
}
```

At `/data/target_range`.

## Good

```json
{
  "inputs": {"shape": [64]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {"loss": "sparse_categorical_crossentropy"},
  "data": {"target_encoding": "integer", "target_range": [0, 9]}
}
```

## References

- [SparseCategoricalCrossentropy](https://keras.io/api/losses/probabilistic_losses/)
"""

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
