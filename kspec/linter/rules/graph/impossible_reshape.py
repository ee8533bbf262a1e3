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

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS204", "impossible-reshape", Severity.ERROR, since="0.1", reports=("impossible_reshape",)
)
