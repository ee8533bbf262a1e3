"""Two layers have the same name.

## Why

Weights are saved and layers are wired by name, so Keras refuses a network in which a name is given
twice.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "hidden"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "hidden"}
  ]
}
```

At `/layers/1/name`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "hidden_1"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "hidden_2"}
  ]
}
```

## References

- [The functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS107", "duplicate-layer-name", Severity.ERROR, since="0.1", reports=("duplicate_layer_name",)
)
