"""Field that the class does not have.

## Why

Keras refuses an argument that it does not know, and a misspelt one is easily overlooked. kspec
points at the key and names the nearest field.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "activaton": "relu"}]
}
```

At `/layers/0/activaton`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "activation": "relu"}]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS102", "unknown-field", Severity.ERROR, since="0.1", reports=("unknown_field",))
