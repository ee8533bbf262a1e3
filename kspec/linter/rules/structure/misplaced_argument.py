"""Name that belongs somewhere else.

## Why

Losses, metrics, activations, optimizers and initializers are all given by name, and it is easy to
put one in the place of another: `softmax` as a loss, `accuracy` among the loss weights (the third
argument of Keras's `compile`, where many write their metrics). Keras knows the name, but not there,
and raises.

## Bad

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "softmax"}
}
```

At `/compile/loss`.

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "sparse_categorical_crossentropy",
    "loss_weights": ["accuracy"]
  }
}
```

At `/compile/loss_weights`.

## Good

```json
{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 32, "activation": "relu"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"]
  }
}
```

## References

- [Keras: compile](https://keras.io/api/models/model_training_apis/#compile-method)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS110", "misplaced-argument", Severity.ERROR, since="0.1", reports=("misplaced_argument",)
)
