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

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.logs import monitors
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS411", "checkpoint-path", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None:
        return
    for path, callback in monitors(spec):
        name = getattr(callback, "filepath", None)
        if not isinstance(name, str):
            continue
        weights_only = bool(getattr(callback, "save_weights_only", False))
        endings = (".weights.h5",) if weights_only else (".keras", ".h5")
        if not name.endswith(endings):
            yield rule.at(
                (*path, "filepath"),
                f'Keras cannot save a checkpoint as "{name}"',
                help=f'With these settings the name must end in "{endings[0]}".',
            )
