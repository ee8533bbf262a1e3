"""Nothing is held out.

## Why

Without data that the network is not trained on nobody can see when it stops learning and starts to
memorize. `kspec train` holds out a fifth unless the spec says otherwise; this rule reports a spec
that says so.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.0}
}
```

At `/fit/validation_split`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "fit": {"epochs": 10, "validation_split": 0.2}
}
```

## References

- [Training and evaluation with the built-in
methods](https://keras.io/guides/training_with_built_in_methods/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.logs import held_out, monitors
from kspec.linter.finding import Edit, Fix, Severity
from kspec.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.linter.finding import Finding

rule = Rule("KS404", "no-validation", Severity.WARNING, since="0.1", needs=("fit",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    if spec is None or spec.fit is None or "validation_split" not in spec.fit.model_fields_set:
        return
    if held_out(spec) is False:
        if any(callback.monitor.startswith("val_") for _, callback in monitors(spec)):
            return
        yield rule.at(
            spec.path("fit", "validation_split"),
            "Nothing is held out for validation, so nobody can see overfitting",
            help="Hold out a part: 0.2 is usual.",
            fix=Fix((Edit(spec.path("fit", "validation_split"), "0.2"),), safe=False),
        )
