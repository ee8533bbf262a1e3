"""Learning rate that cannot learn.

## Why

A learning rate of zero changes nothing, and a negative one climbs the loss instead of descending
it. Keras accepts both without a word. A `LearningRateScheduler` sets the rate anew, and there the
first one may be anything.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": {"type": "Adam", "learning_rate": -0.001}, "loss": "binary_crossentropy"}
}
```

At `/compile/optimizer/learning_rate`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": {"type": "Adam", "learning_rate": 0.001}, "loss": "binary_crossentropy"}
}
```

## References

- [Optimizers](https://keras.io/api/optimizers/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.analysis.rate import is_replaced, stated_rate
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS401", "invalid-learning-rate", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    rate = stated_rate(model)
    if rate is not None and rate.value <= 0 and not is_replaced(model):
        effect = (
            "changes nothing" if rate.value == 0 else "climbs the loss instead of descending it"
        )
        yield rule.at(
            rate.path,
            f"A learning rate of {rate.value} {effect}",
            help=f"{rate.default} is the default of {rate.optimizer}.",
            fix=put(rate.path, rate.default),
        )
