"""Feature that is the same in all samples.

## Why

A feature with one value tells nothing. Where another value comes up after training, its untrained
weight is applied to it. Only vectors of features are looked at: the corners of images may well be
constant.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [{"type": "Dense", "units": 1}],
  "compile": {"optimizer": "adam", "loss": "mse"},
  "data": {"input_range": [1, 1]}
}
```

At `/data/input_range`.

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [{"type": "Dense", "units": 1}],
  "compile": {"optimizer": "adam", "loss": "mse"},
  "data": {"input_range": [0, 1]}
}
```

## References

- [VarianceThreshold](https://scikit-learn.org/stable/modules/feature_selection.html)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.inputs import inputs
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.inputs import Input
    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS607", "constant-feature", Severity.ADVICE, since="0.1")

NAMED = 5
"""How many are named."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for given in inputs(model):
        written = given.paths.get("input_range")
        message = _message(given)
        if message:
            yield rule.at(written or given.node.path, message, help="Leave it out.")


def _message(given: Input) -> str:
    if given.values is None:
        same = given.range is not None and given.range[0] == given.range[1]
        return f'Every value of the input "{given.name}" is the same' if same else ""
    constant = given.values.constants
    if not constant or len(given.values.shape) != 1:
        return ""
    named = ", ".join(map(str, constant[:NAMED])) + (" ..." if len(constant) > NAMED else "")
    what = f"feature {named} is" if len(constant) == 1 else f"features {named} are"
    return f'In the input "{given.name}", {what} the same in all samples'
