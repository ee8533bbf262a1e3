"""Custom class that kspec cannot see into.

## Why

A class or function outside Keras is taken as it is. What a layer of your own gives is unknown, so
that less is checked after it, and a loss of your own can be right for any head. That is no fault:
this is advice, and the last line of a report says how many of them were not looked into. To load or
train such a network they have to be handed over (`custom_objects=` or `--allow-import`).

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
    Severity.ADVICE,
    since="0.1",
    reports=("unresolved_custom",),
)
