"""Callback that waits for the wrong direction.

## Why

`mode` says whether more or less is better. Watching an accuracy with `min`, or a loss with `max`,
keeps the worst model and stops when things get better.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping", "monitor":
  "val_loss", "mode": "max"}]}
}
```

At `/fit/callbacks/0/mode`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping", "monitor":
  "val_accuracy", "mode": "max"}]}
}
```

## References

- [Callbacks API](https://keras.io/api/callbacks/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.logs import direction, monitors
from kspec.lint.finding import Edit, Fix, Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS410", "monitor-mode", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None:
        return
    for path, callback in monitors(spec):
        better = direction(spec, callback.monitor)
        if better is not None and callback.mode in {"min", "max"} and callback.mode != better:
            word = "higher" if better == "max" else "lower"
            yield rule.at(
                (*path, "mode"),
                f'Of "{callback.monitor}", {word} is better, and this waits for the opposite',
                help=f'Write "{better}", or leave "mode" out.',
                fix=Fix((Edit((*path, "mode"), f'"{better}"'),)),
            )
