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

import json
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import taken_out
from kspec.linter.rule import Rule

rule = Rule("KS102", "unknown-field", Severity.ERROR, since="0.1", reports=("unknown_field",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("unknown_field", ()):
        meant, fields = problem.suggestion, None
        if model.spec is not None:
            fields = model.spec.value_at(problem.path[:-1])
        is_written = meant is not None and isinstance(fields, dict) and json.loads(meant) in fields
        finding = rule.of(problem)
        if finding.fix is None or is_written:
            finding = finding._replace(fix=taken_out(problem.path, "Leave it out"))
        yield finding
