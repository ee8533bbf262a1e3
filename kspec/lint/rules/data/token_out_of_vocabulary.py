"""Number that an embedding has no vector for.

## Why

An `Embedding` has a vector for each whole number below `input_dim`. Keras on a CPU stops at the
first batch with a higher one; on other devices it goes on with zeros or with another token's
vector. A negative number is taken from the end in silence, which is only a warning.

## Bad

```json
{
  "inputs": {"shape": [20], "dtype": "int32"},
  "layers": [
    {"type": "Embedding", "input_dim": 10000, "output_dim": 16},
    {"type": "GlobalAveragePooling1D"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"loss": "binary_crossentropy"},
  "data": {"input_range": [0, 10000]}
}
```

At `/layers/0/input_dim`.

## Good

```json
{
  "inputs": {"shape": [20], "dtype": "int32"},
  "layers": [
    {"type": "Embedding", "input_dim": 10001, "output_dim": 16},
    {"type": "GlobalAveragePooling1D"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"loss": "binary_crossentropy"},
  "data": {"input_range": [0, 10000]}
}
```

## References

- [Embedding](https://keras.io/api/layers/core_layers/embedding/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.data_faults import token_fault
from kspec.analysis.inputs import inputs
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.data_faults import TokenFault
    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS611", "token-out-of-vocabulary", Severity.ERROR, since="0.1", needs=("data",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for given in inputs(model):
        fault = token_fault(model, given)
        if fault is not None:
            written = given.paths.get("input_range")
            yield rule.at(
                fault.taker.node.field("input_dim"),
                _message(fault),
                help=f"At least {fault.high + 1:g} is needed."
                if fault.certain
                else "Add what makes the lowest number 0.",
                related=(Related(written, "the range of the input"),) if written else (),
                severity=Severity.ERROR if fault.certain else Severity.WARNING,
            )


def _message(fault: TokenFault) -> str:
    value = fault.high if fault.certain else fault.low
    where = "" if fault.row is None else f" (row {fault.row})"
    return (
        f'"{fault.taker.node.name}" has vectors for 0 to {fault.size - 1}, and the data holds '
        f"{value:g}{where}"
    )
