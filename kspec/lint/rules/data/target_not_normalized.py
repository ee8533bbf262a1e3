"""Target far from what a new network gives.

## Why

A linear head starts near 0. For targets in the hundred thousands the squared error begins at 1e10:
the optimizer needs thousands of steps to reach the right order of magnitude, and the first
gradients may throw the weights far away. Values within ±10,000 are left alone.

## Bad

```json
{
  "inputs": {"shape": [13]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"},
  "data": {"target_range": [14999, 500001]}
}
```

At `/compile/loss`.

## Good

```json
{
  "inputs": {"shape": [13]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"},
  "data": {"target_range": [5, 50]}
}
```

```json
{
  "inputs": {"shape": [13]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1},
    {"type": "Rescaling", "scale": 115000, "offset": 207000}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"},
  "data": {"target_range": [14999, 500001]}
}
```

## References

- [Basic regression: normalization](https://www.tensorflow.org/tutorials/keras/regression)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.effects import effect
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.analysis.outputs import Output
    from kspec.lint.finding import Finding

rule = Rule("KS602", "target-not-normalized", Severity.WARNING, since="0.1", needs=("data",))

FAR = 10_000


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    denied = () if model.seen is None else model.seen.contradictions
    known_false = {one.end for one in denied if one.fact == "target_range"}
    for output in model.outputs:
        limits = output.target.range
        if limits is None or output.loss is None or output.head.name in known_false:
            continue
        if max(-limits[0], limits[1]) <= FAR or not _starts_near_zero(output):
            continue
        written = output.target.paths["range"]
        yield rule.at(
            output.loss.path,
            f"{output.loss.name} starts from outputs near 0, and the targets go from "
            f"{limits[0]:g} to {limits[1]:g}",
            help="Scale the targets (less their mean, over their deviation), or end the network "
            "with a Rescaling layer that does the reverse.",
            related=(Related(written, "the range of the target"),),
        )


def _starts_near_zero(output: Output) -> bool:
    loss, producer = output.loss, output.head.producer
    if loss is None or not loss.value.in_units:
        return False
    scaled = producer is None or effect(producer.layer) == "rescales"
    return output.head.activation == "linear" and not scaled
