"""Many layers of exponentials after each other.

## Why

An exponential of an exponential of an exponential is no number that a computer holds: with weights
as Keras begins with, the fourth layer of them gives infinity, and the loss is NaN from the first
epochs on. Two or three were trained on small data without harm; with four, two circles and digits
were not learned with layers of 5, 64 or 256 units. A normalization or a bounded activation between
ends this.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "exponential"},
    {"type": "Dense", "units": 32, "activation": "exponential"},
    {"type": "Dense", "units": 32, "activation": "exponential"},
    {"type": "Dense", "units": 32, "activation": "exponential"},
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
    {"type": "Dense", "units": 32, "activation": "elu"},
    {"type": "Dense", "units": 32, "activation": "elu"},
    {"type": "Dense", "units": 32, "activation": "elu"},
    {"type": "Dense", "units": 32, "activation": "elu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ]
}
```

An exponential at the end, for a rate or a scale, is what it is for.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "exponential"}
  ]
}
```

## References

- [Layer activation functions](https://keras.io/api/layers/activations/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rows import hidden_rows
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import set_activation_of, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS516", "exploding-stack", Severity.WARNING, since="0.1")

MANY = 4
EXPONENTIALS = frozenset(("exponential",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for hidden in hidden_rows(flow, EXPONENTIALS):
            if len(hidden) >= MANY:
                yield rule.at(
                    hidden[0].path,
                    f"{len(hidden)} hidden layers with exponentials follow each other, from "
                    f'"{hidden[0].name}" to "{hidden[-1].name}": their values grow beyond all '
                    "numbers",
                    help='Use "relu" or "elu" in hidden layers.',
                    fix=unsafe("", *(set_activation_of(model, one) for one in hidden)),
                    related=(Related(hidden[-1].path, "the last of them"),),
                )
