"""Shapes that do not fit together.

## Why

Layers that merge branches need shapes that agree (or broadcast). Keras raises when the network is
built; kspec names the axis and both branches.

## Bad

```json
{
  "inputs": {"image": {"shape": [32]}, "meta": {"shape": [8]}},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "a", "inputs": "image"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "b", "inputs": "meta"},
    {"type": "Add", "inputs": ["a", "b"]}
  ]
}
```

At `/layers/2`.

## Good

```json
{
  "inputs": {"image": {"shape": [32]}, "meta": {"shape": [8]}},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "a", "inputs": "image"},
    {"type": "Dense", "units": 8, "activation": "relu", "name": "b", "inputs": "meta"},
    {"type": "Concatenate", "inputs": ["a", "b"]}
  ]
}
```

## References

- [Merging layers](https://keras.io/api/layers/merging_layers/)
"""

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

rule = Rule(
    "KS202",
    "incompatible-shapes",
    Severity.ERROR,
    since="0.1",
    reports=(
        "incompatible_shapes",
        "input_count",
        "stale_build_config",
        "invalid_call",
        "unknown_dimension",
    ),
)
