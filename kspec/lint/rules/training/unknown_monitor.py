"""Callback that watches a value which is never logged.

## Why

`EarlyStopping`, `ModelCheckpoint` and `ReduceLROnPlateau` watch a name of the logs. Keras 3 logs a
metric under the name it was given in `compile`: after `"metrics": ["accuracy"]` it is
`val_accuracy`, never `val_acc`. A name that is not logged stops nothing, and a checkpoint on it
saves every epoch as the best. So does one that saves after so many batches (`save_freq`) by a
value of the validation, which is not logged before the epoch ends.

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
  "val_acc", "mode": "max"}]}
}
```

At `/fit/callbacks/0/monitor`.

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.0, "callbacks": [{"type": "EarlyStopping", "monitor":
  "val_loss"}]}
}
```

At `/fit/callbacks/0/monitor`.

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
  "val_accuracy"}]}
}
```

## References

- [Callbacks API](https://keras.io/api/callbacks/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.logs import held_out, logged_names, monitors
from kspec.lint.finding import Edit, Fix, Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding
    from kspec.spec.problem import Path

rule = Rule("KS403", "unknown-monitor", Severity.ERROR, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    names = None if spec is None else logged_names(spec)
    if spec is None or names is None:
        return
    for path, callback in monitors(spec):
        plain = callback.monitor.removeprefix("val_")
        where = path if "monitor" not in callback.model_fields_set else (*path, "monitor")
        if plain not in names:
            yield _not_logged(callback.monitor, names, where)
        elif plain != callback.monitor and isinstance(getattr(callback, "save_freq", ""), int):
            yield rule.at(
                (*path, "save_freq"),
                f'"{callback.monitor}" is logged at the end of an epoch, and this saves within it: '
                "whatever comes counts as the best",
                help='Leave out "save_freq", or watch "loss".',
                severity=Severity.WARNING,
            )
        elif plain != callback.monitor and held_out(spec) is False:
            yield rule.at(
                where,
                f'"{callback.monitor}" is never logged: nothing is held out for validation',
                help='Set "validation_split", or name a validation file in "data".',
                related=(
                    Related(spec.path("fit", "validation_split"), "nothing is held out here"),
                ),
            )


def _not_logged(monitor: str, names: frozenset[str], where: Path) -> Finding:
    from kspec.spec.suggest import literal, nearest

    known = sorted(
        {*names, *(f"val_{name}" for name in names)} - {"learning_rate", "val_learning_rate"}
    )
    prefix, plain = ("val_", monitor[4:]) if monitor.startswith("val_") else ("", monitor)
    meant = nearest(
        SHORT.get(plain, plain), [name for name in known if not name.startswith("val_")]
    )
    return rule.at(
        where,
        f'"{monitor}" is never logged, so this callback watches nothing',
        help=f'Did you mean "{prefix}{meant}"?' if meant else f"Logged are: {', '.join(known)}.",
        fix=(
            Fix((Edit(where, literal(prefix + meant)),))
            if meant and where[-1] == "monitor"
            else None
        ),
    )


SHORT = {
    "acc": "accuracy",
    "accuracy": "acc",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
}
