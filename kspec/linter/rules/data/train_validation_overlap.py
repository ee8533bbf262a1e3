"""Samples that are trained on and validated on.

## Why

What a network has seen says nothing about what it has not. With copies of training samples in the
validation data overfitting goes unseen and the metrics are too good. Samples that occur again and
again in the training data itself are taken into account.

## Bad

```python
import numpy as np

x = np.linspace(-1, 1, 800).reshape(200, 4)
y = x[:, :1] + x[:, 1:2]
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(x, y, (x[150:], y[150:])),
)
```

At `/inputs`.

## Good

```python
import numpy as np

x = np.linspace(-1, 1, 800).reshape(200, 4)
y = x[:, :1] + x[:, 1:2]
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(x[:150], y[:150], (x[150:], y[150:])),
)
```

## References

- [Common pitfalls: data leakage](https://scikit-learn.org/stable/common_pitfalls.html)
"""

from collections.abc import Iterator

from kspec.analysis.inputs import place_of_part
from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS609", "train-validation-overlap", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    overlap = None if model.observed is None else model.observed.overlap
    if overlap is None or not overlap.is_leak:
        return
    yield rule.at(
        place_of_part(model.spec, model.inputs, "validation"),
        f"{overlap.shared} of the {overlap.held_out} validation samples are trained on too, such "
        f"as row {overlap.first[0]}, which is row {overlap.first[1]} of the training data",
        help="Split the data once, and take out duplicates before.",
    )
