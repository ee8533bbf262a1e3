"""Declared fact that the data denies.

## Why

What `data` says of the data is what the other rules go by. Where the arrays themselves say
something else, one of the two is not what its author thinks: the declaration is old, or the data
is not the one that was meant. Arrays may be a part of the data: fewer samples, fewer classes and
narrower ranges deny nothing.

## Bad

```python
import numpy as np

x = np.linspace(0, 255, 800).reshape(200, 4)
y = (x[:, :1] + x[:, 1:2]) / 510
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
        "data": {"input_range": [0, 1]},
    },
    data=(x, y),
)
```

At `/data/input_range`.

## Good

```python
import numpy as np

x = np.linspace(0, 255, 800).reshape(200, 4)
y = (x[:, :1] + x[:, 1:2]) / 510
report = kspec.lint(
    {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": "adam", "loss": "mse"},
        "data": {"input_range": [0, 1]},
    },
    data=(x / 255, y),
)
```

## References

- [TensorFlow Data Validation](https://www.tensorflow.org/tfx/guide/tfdv)
"""

from collections.abc import Iterator

from kspec.analysis.data_faults import label_fault, shape_fault, token_fault
from kspec.analysis.model import Analysis
from kspec.analysis.observations import Contradiction
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS613", "fact-contradicted", Severity.WARNING, since="0.1", needs=("observed",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    if model.observed is None or not model.observed.contradictions:
        return
    reported = set(_said_elsewhere(model))
    for one in model.observed.contradictions:
        if (one.fact, one.end) not in reported:
            yield _finding(one)


def _said_elsewhere(model: Analysis) -> Iterator[tuple[str, str]]:
    """Yield the facts whose effect on the network another rule reports."""
    for feed in model.inputs:
        if shape_fault(model, feed) is not None:
            yield "input_shape", feed.name
        if token_fault(model, feed) is not None:
            yield "input_range", feed.name
    for verdicts in model.verdicts.values():
        for verdict in verdicts:
            yield from _of_target(verdict.output.head.name)
    for output in model.outputs:
        if label_fault(model, output) is not None:
            yield from _of_target(output.head.name)


def _of_target(name: str) -> Iterator[tuple[str, str]]:
    for fact in ("classes", "target_encoding", "target_range", "target_shape"):
        yield fact, name


def _finding(one: Contradiction) -> Finding:
    return rule.at(
        one.path,
        f'"{one.fact}" is declared as {one.declared}, and the data has {one.observed}',
        help="Correct what is declared, or look at the data.",
    )
