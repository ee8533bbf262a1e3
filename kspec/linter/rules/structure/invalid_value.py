"""Value that the field cannot have.

## Why

The type is right and the value is not: a negative number of units, a padding that does not exist,
a rate of 50 where a fraction is meant. Keras raises when the layer is made or first called.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 0}]
}
```

At `/layers/0/units`.

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "full"}]
}
```

At `/layers/0/padding`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "same"}]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS105", "invalid-value", Severity.ERROR, since="0.1", reports=("invalid_value",))
