"""Target that stands among the inputs.

## Why

A column of the input that is the target itself, in every sample, is all that a network needs: it
learns to copy, its validation is perfect, and it says nothing of data whose target is not known.
So it is where the target was not taken out of the table that the features come from. Inputs of
whole numbers alone are passed over: these may be tokens, and to repeat one a task.

## Bad

```python
import numpy as np

table = np.random.default_rng(0).normal(size=(200, 4))
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(table, table[:, 3]),
)
```

At `/inputs`.

## Good

```python
import numpy as np

table = np.random.default_rng(0).normal(size=(200, 4))
report = kspec.lint(
    {
        "inputs": {"shape": [3]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
    },
    data=(table[:, :3], table[:, 3]),
)
```

## References

- [Kaufman et al.: Leakage in Data Mining (2012)](https://doi.org/10.1145/2382577.2382579)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS616", "target-among-inputs", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.observed is None or not model.observed.answers:
        return
    places = {feed.name: feed.node.path for feed in model.inputs}
    for answer in model.observed.answers:
        if answer.input in places:
            yield rule.at(
                places[answer.input],
                f'Column {answer.column} of "{answer.input}" is the target of "{answer.target}" '
                "itself, in every sample",
                help="Take this column out of the inputs.",
            )
