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

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule(
    "KS107", "duplicate-layer-name", Severity.ERROR, since="0.1", reports=("duplicate_layer_name",)
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("duplicate_layer_name", ()):
        name = None if model.spec is None else model.spec.value_at(problem.path)
        renamed = problem.path[-1:] == ("name",) and isinstance(name, str)
        yield rule.of(problem, fix=put(problem.path, f"{name}_2") if renamed else None)
