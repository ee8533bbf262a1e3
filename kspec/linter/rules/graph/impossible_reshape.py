"""Reshape to another number of elements.

## Why

`Reshape` rearranges what is there: the numbers of elements before and after must be equal. Keras
raises when the network is built.

## Bad

```json
{
  "inputs": {"shape": [784]},
  "layers": [{"type": "Reshape", "target_shape": [28, 28, 3]}]
}
```

At `/layers/0/target_shape`.

## Good

```json
{
  "inputs": {"shape": [784]},
  "layers": [{"type": "Reshape", "target_shape": [28, 28, 1]}]
}
```

## References

- [Reshape](https://keras.io/api/layers/reshaping_layers/reshape/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

rule = Rule(
    "KS204", "impossible-reshape", Severity.ERROR, since="0.1", reports=("impossible_reshape",)
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("impossible_reshape", ()):
        yield rule.of(problem, fix=shape_fix(model, problem))
