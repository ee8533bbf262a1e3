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

Keras 2 had a default for the window of average pooling, and Keras 3 has none.

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "AveragePooling2D"}, {"type": "Flatten"}, {"type": "Dense", "units": 1}]
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

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS103", "missing-field", Severity.ERROR, since="0.1", reports=("missing_field",))

POOL_SIZE = '"pool_size"'
"""The field of average pooling that Keras 2 had a default for: 2."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("missing_field", ()):
        yield _with_default(problem) if problem.message.endswith(POOL_SIZE) else rule.of(problem)


def _with_default(problem: Problem) -> Finding:
    path = problem.path[:-1] if problem.path[-1:] in {("type",), ("class_name",)} else problem.path
    path = (*path, "config") if problem.path[-1:] == ("class_name",) else path
    edit = Edit(path, f"{POOL_SIZE}: 2", action="insert_field")
    return rule.of(problem, help=f"Add {POOL_SIZE}: 2, the default of Keras 2.", fix=Fix((edit,)))
