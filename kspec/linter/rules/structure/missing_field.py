"""Required field is missing.

## Why

Some arguments have no default: `Dense` does not know how many units you want. Keras raises when
the layer is made.

## Bad

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8}]
}
```

At `/layers/0/type`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3}]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS103", "missing-field", Severity.ERROR, since="0.1", reports=("missing_field",))
