"""Custom class that kspec cannot see into.

## Why

A class outside Keras is taken as it is: its output is unknown, so that what comes after it is
checked less. To load or train such a network the class has to be handed over (`custom_objects=` or
`--allow-import`).

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "my_project.layers:Gate", "units": 16},
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
    {"type": "Dense", "units": 16, "activation": "sigmoid"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Save, serialize, and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

rule = Rule(
    "KS112",
    "unresolved-custom-class",
    Severity.WARNING,
    since="0.1",
    reports=("unresolved_custom",),
)
