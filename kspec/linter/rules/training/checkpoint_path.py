"""Checkpoint under a name that Keras refuses.

## Why

`ModelCheckpoint` saves whole models as `.keras` (or the old `.h5`), and with `save_weights_only`
as `.weights.h5`; any other ending raises when the callback is made.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "callbacks": [{"type": "ModelCheckpoint", "filepath": "best.ckpt"}]}
}
```

At `/fit/callbacks/0/filepath`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "callbacks": [{"type": "ModelCheckpoint", "filepath": "best.keras"}]}
}
```

## References

- [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS411", "checkpoint-path", Severity.ERROR, since="0.1", reports=("checkpoint_path",))
