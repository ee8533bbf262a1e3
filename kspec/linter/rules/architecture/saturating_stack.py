"""Many layers of sigmoids after each other.

## Why

The slope of a sigmoid is 1/4 at most and nearly 0 away from the middle. Through three of them a
gradient comes back at a sixty-fourth of its size at best, so that the first layers hardly learn.
Hidden layers with `relu` and its relatives, or a normalization between, do not have this.

Three to seven are advice: Adam still gets through them on many data. From eight on it is a warning.
Two circles, which two such layers of 64 units tell apart, are told apart by chance with eight, and
digits are right for 74 % with eight and for 18 % with eleven, in place of 99 %.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

One hidden layer of sigmoids trains well.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "sigmoid"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

## References

- [Understanding the difficulty of training deep feedforward neural networks](https://proceedings.mlr.press/v9/glorot10a.html)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rows import hidden_rows
from kspec.analysis.verdicts.kinds import SIGMOIDS
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_activation_of, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS509", "saturating-stack", Severity.WARNING, since="0.1")

MANY = 3
HOPELESS = 8


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for hidden in hidden_rows(flow, SIGMOIDS):
            if len(hidden) >= MANY:
                yield rule.at(
                    hidden[0].path,
                    f"{len(hidden)} hidden layers with sigmoids follow each other, from "
                    f'"{hidden[0].name}" to "{hidden[-1].name}": hardly a gradient comes through',
                    help='Use "relu" in hidden layers, or put BatchNormalization between.',
                    fix=unsafe("", *(set_activation_of(model, one) for one in hidden)),
                    related=(Related(hidden[-1].path, "the last of them"),),
                    severity=Severity.ADVICE if len(hidden) < HOPELESS else None,
                )
