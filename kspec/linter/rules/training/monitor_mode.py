"""Callback that waits for the wrong direction.

## Why

`mode` says whether more or less is better. Watching an accuracy with `min`, or a loss with `max`,
keeps the worst model and stops when things get better. Without a `mode` Keras asks the metric. Of
a number of true or false positives it cannot tell, and raises when the first epoch is over.

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

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {
    "optimizer": "adam",
    "loss": "binary_crossentropy",
    "metrics": [{"type": "FalseNegatives", "name": "missed"}]
  },
  "fit": {"epochs": 10, "validation_split": 0.2, "callbacks": [{"type": "EarlyStopping", "monitor":
  "val_missed"}]}
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
  "val_accuracy", "mode": "max"}]}
}
```

## References

- [Callbacks API](https://keras.io/api/callbacks/)
"""

from collections.abc import Iterator

from kspec.analysis.logs import direction, is_undirected, monitors
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.training.callbacks.callback import MonitorCallback

rule = Rule("KS410", "monitor-mode", Severity.WARNING, since="0.1", needs=("callbacks",))


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
        elif _is_left_to_keras(callback) and is_undirected(spec, callback.monitor):
            yield rule.at(
                (*path, "monitor"),
                f'Keras cannot tell whether more or less of "{callback.monitor}" is better, '
                "and raises when the first epoch is over",
                help='Say it: "mode" is "min" or "max".',
                severity=Severity.ERROR,
            )


def _is_left_to_keras(callback: MonitorCallback) -> bool:
    return callback.watches and callback.mode not in {"min", "max"}
