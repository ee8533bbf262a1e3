"""Samples of the test that are trained or validated on.

## Why

A test says what the network does with what it has never seen. Samples that were trained on are
known by heart, and those of the validation have chosen the best epoch: with either among them the
test is too good. Samples that occur again and again in the other data itself are taken into
account.

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
    data=(x[:120], y[:120], (x[120:160], y[120:160]), (x[100:150], y[100:150])),
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
    data=(x[:120], y[:120], (x[120:160], y[120:160]), (x[160:], y[160:])),
)
```

## References

- [Common pitfalls: data leakage](https://scikit-learn.org/stable/common_pitfalls.html)
"""

from collections.abc import Iterator

from kspec.analysis.inputs import place_of_part
from kspec.analysis.model import Analysis
from kspec.analysis.observations import Overlap
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS615", "test-overlap", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    seen = model.observed
    if seen is None:
        return
    trained, validated = _leak(seen.test_overlap), _leak(seen.test_validated)
    found = trained or validated
    if found is None:
        return
    shared = [
        f"{leak.shared} are {verb} on"
        for leak, verb in ((trained, "trained"), (validated, "validated"))
        if leak is not None
    ]
    whose = "training" if trained is not None else "validation"
    yield rule.at(
        place_of_part(model.spec, model.inputs, "test"),
        f"Of the {found.held_out} test samples, {' and '.join(shared)} too: row {found.first[0]} "
        f"is row {found.first[1]} of the {whose} data",
        help="Split the data once, and take out duplicates before.",
    )


def _leak(found: Overlap | None) -> Overlap | None:
    return found if found is not None and found.is_leak else None
