"""Custom class that kspec cannot see into.

## Why

A class or function outside Keras is taken as it is. What a layer of your own gives is unknown, so
that less is checked after it: each is told once. A loss, a metric or an initializer of your own
hides nothing but itself, and can be right for any head: that is advice, and the last line of a
report says how many of them were not looked into. To load or train such a network its classes have
to be handed over (`custom_objects=` or `--allow-import`).

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

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS112",
    "unresolved-custom-class",
    Severity.WARNING,
    since="0.1",
    reports=("opaque_layer", "unresolved_custom"),
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("opaque_layer", ()):
        yield rule.of(problem)
    for problem in model.by_kind.get("unresolved_custom", ()):
        yield rule.of(problem, severity=Severity.ADVICE)
