"""Bounded head for a regression.

## Why

Softmax gives shares that sum to one. As the head of a regression it ties the quantities together
and keeps each below one; predictions stay far from the targets however long it trains.

## Bad

```json
{
  "task": "regression",
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 3, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"}
}
```

At `/layers/1/activation`.

## Good

```json
{
  "task": "regression",
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 3}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"}
}
```

A quantity between 0 and 1 may have a sigmoid.

```json
{
  "task": "regression",
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "mean_squared_error"}
}
```

## References

- [Keras: layer activations](https://keras.io/api/layers/activations/)
- [Keras: regression losses](https://keras.io/api/losses/regression_losses/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Severity
from kspec.lint.head_places import activation_words, elsewhere, head_path, layer_name, whose
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule(
    "KS314",
    "bounded-regression-head",
    Severity.WARNING,
    since="0.1",
    reports=("bounded_regression_head",),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for output, _, _ in model.verdicts.get("bounded_regression_head", ()):
        path = head_path(model, output)
        yield rule.at(
            path,
            f"{whose(output)}{activation_words(output)} of {layer_name(output)} makes the "
            f"{output.head.units} values sum to one, and the task is regression",
            help="Remove the activation; for shares that do sum to one, leave it and take "
            '"kl_divergence".',
            related=elsewhere(model, output, path),
        )
