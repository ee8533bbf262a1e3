"""Callback that waits longer than training lasts.

## Why

`EarlyStopping` and `ReduceLROnPlateau` act after `patience` epochs without progress, of which only
those with a validation count where a value of the validation is watched. With a patience of all
the epochs or more, counted from `start_from_epoch`, they never act. Nor does a learning rate go
down that waits as long as an `EarlyStopping` on the same value, or longer: by then training has
ended.

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

It does not even begin to wait.

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping",
  "start_from_epoch": 20}]}
}
```

At `/fit/callbacks/0/start_from_epoch`.

The training stops before the learning rate goes down.

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 100, "validation_split": 0.2, "callbacks": [
    {"type": "ReduceLROnPlateau", "patience": 5},
    {"type": "EarlyStopping", "patience": 3}
  ]}
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
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding
    from kspec.spec.model import ModelSpec
    from kspec.spec.problem import Path
    from kspec.spec.training.callbacks.callback import MonitorCallback
    from kspec.spec.training.fit import Fit

rule = Rule("KS406", "patience-exceeds-epochs", Severity.WARNING, since="0.1", needs=("callbacks",))

WAITING = ("patience", "start_from_epoch")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.fit is None:
        return
    for path, callback in monitors(spec):
        said = [name for name in WAITING if name in callback.model_fields_set]
        where = (*path, said[0]) if said else path
        waits = _epochs(callback, spec.fit)
        if said and waits is not None and waits >= spec.fit.epochs > 1:
            start = getattr(callback, "start_from_epoch", 0)
            from_there = f" from epoch {start + 1} on" if start else ""
            yield rule.at(
                where,
                f"A patience of {getattr(callback, 'patience', 0)}{from_there} never runs out in "
                f"{spec.fit.epochs} epochs",
                help="Lower the patience, or train for more epochs.",
                related=(Related(spec.path("fit", "epochs"), "the epochs"),),
            )
        elif (end := _end(spec, callback)) is not None:
            yield rule.at(
                where,
                f"A patience of {getattr(callback, 'patience', 0)} never runs out: "
                "EarlyStopping ends the training before",
                help="Lower it below the patience of EarlyStopping.",
                related=(Related(end, "stops no later"),),
            )


def _epochs(callback: MonitorCallback, fit: Fit) -> float | None:
    """How many epochs a callback waits: those without a validation do not count for its values."""
    patience = getattr(callback, "patience", None)
    if patience is None:
        return None
    every = fit.validation_freq if isinstance(fit.validation_freq, int) else 1
    times = every if callback.monitor.startswith("val_") else 1
    return float(getattr(callback, "start_from_epoch", 0) + patience * times)


def _end(spec: ModelSpec, callback: MonitorCallback) -> Path | None:
    """The EarlyStopping on the same value that ends the training before a rate goes down."""
    patience = getattr(callback, "patience", None)
    if patience is None or callback.ends_training:
        return None
    for path, other in monitors(spec):
        first = getattr(other, "patience", patience + 1) <= patience
        if other.ends_training and first and other.monitor == callback.monitor:
            return None if getattr(other, "start_from_epoch", 0) else path
    return None
