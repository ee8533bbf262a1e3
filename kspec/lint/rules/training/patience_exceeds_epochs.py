"""Callback that waits longer than training lasts.

## Why

`EarlyStopping` and `ReduceLROnPlateau` act after `patience` epochs without progress. With a
patience of all the epochs or more they never act.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping",
  "patience": 20}]}
}
```

At `/fit/callbacks/0/patience`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 100, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping",
  "patience": 20}]}
}
```

## References

- [Callbacks API](https://keras.io/api/callbacks/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.logs import monitors
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS406", "patience-exceeds-epochs", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.fit is None:
        return
    for path, callback in monitors(spec):
        patience = getattr(callback, "patience", None)
        stated = "patience" in callback.model_fields_set
        if stated and patience is not None and patience >= spec.fit.epochs > 1:
            yield rule.at(
                (*path, "patience"),
                f"A patience of {patience} never runs out in {spec.fit.epochs} epochs",
                help="Lower the patience, or train for more epochs.",
                related=(Related(spec.path("fit", "epochs"), "the epochs"),),
            )
