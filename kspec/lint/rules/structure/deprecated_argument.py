"""Spelling of Keras 1 or 2.

## Why

Arguments were renamed between the versions of Keras. What Keras 3 still takes with a warning may
be gone in the next.

## Bad

```json
{
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu", "input_shape": [30]},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0/input_shape`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Migrating Keras 2 code to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
"""

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

rule = Rule(
    "KS109",
    "deprecated-argument",
    Severity.WARNING,
    since="0.1",
    reports=("deprecated_argument",),
)
