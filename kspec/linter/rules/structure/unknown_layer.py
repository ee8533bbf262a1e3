"""Layer that Keras does not have.

## Why

Keras raises when it is asked for a layer class that it does not know. Mostly the name is misspelt,
or comes from another framework (`Linear` is Keras's `Dense`). A class of your own is written
`"package.module:Class"`.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Linear", "units": 16},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0/type`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS101", "unknown-layer", Severity.ERROR, since="0.1", reports=("unknown_layer", "wrong_module")
)
