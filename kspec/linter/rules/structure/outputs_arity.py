"""Losses, weights or metrics that do not match the outputs.

## Why

A network with several outputs is compiled with a loss and a list of metrics for each of them: in a
list, in the order of the outputs, or in an object by their names. `"metrics": ["accuracy"]`, which
is right for one output, is one entry too few for two, and Keras raises at the first batch, as it
does for a name that is no output and for another number of weights than losses. A list of losses
that is too short it takes, and trains the first outputs only.

## Bad

```json
{
  "inputs": {"features": {"shape": [20]}},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu", "name": "shared"},
    {"type": "Dense", "units": 3, "activation": "softmax", "name": "kind"},
    {"type": "Dense", "units": 1, "name": "price", "inputs": "shared"}
  ],
  "outputs": ["kind", "price"],
  "compile": {
    "optimizer": "adam",
    "loss": ["sparse_categorical_crossentropy", "mean_squared_error"],
    "metrics": ["accuracy"]
  }
}
```

At `/compile/metrics`.

```json
{
  "inputs": {"features": {"shape": [20]}},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu", "name": "shared"},
    {"type": "Dense", "units": 3, "activation": "softmax", "name": "kind"},
    {"type": "Dense", "units": 1, "name": "price", "inputs": "shared"}
  ],
  "outputs": ["kind", "price"],
  "compile": {
    "optimizer": "adam",
    "loss": {"kind": "sparse_categorical_crossentropy", "cost": "mean_squared_error"}
  }
}
```

At `/compile/loss/cost`.

## Good

```json
{
  "inputs": {"features": {"shape": [20]}},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu", "name": "shared"},
    {"type": "Dense", "units": 3, "activation": "softmax", "name": "kind"},
    {"type": "Dense", "units": 1, "name": "price", "inputs": "shared"}
  ],
  "outputs": ["kind", "price"],
  "compile": {
    "optimizer": "adam",
    "loss": {"kind": "sparse_categorical_crossentropy", "price": "mean_squared_error"},
    "loss_weights": {"kind": 1.0, "price": 0.1},
    "metrics": {"kind": ["accuracy"]}
  }
}
```

## References

- [Keras: passing data to multi-output models](https://keras.io/guides/training_with_built_in_methods/#passing-data-to-multiinput-multioutput-models)
"""

from collections.abc import Iterator

from kspec.analysis.arity import mispairings
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS111", "outputs-arity", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for mispairing in () if model.spec is None else mispairings(model.spec):
        from kspec.linter.arity_repair import arity_fix

        severity = Severity.ERROR if mispairing.certain else Severity.WARNING
        yield rule.at(
            mispairing.path,
            mispairing.message,
            help=mispairing.help,
            part=mispairing.part,
            severity=severity,
            fix=arity_fix(model, mispairing),
        )
