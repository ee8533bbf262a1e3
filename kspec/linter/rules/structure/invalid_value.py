"""Value that the field cannot have.

## Why

The type is right and the value is not: a negative number of units, a padding that does not exist,
a rate of 50 where a fraction is meant. Keras raises when the layer is made or first called.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 0}]
}
```

At `/layers/0/units`.

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "full"}]
}
```

At `/layers/0/padding`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "same"}]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

import json
import re
from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Problem

rule = Rule("KS105", "invalid-value", Severity.ERROR, since="0.1", reports=("invalid_value",))

WORDS = re.compile(
    r"(?:As a share (?:of a full turn )?this is|Without the minus this is|The default is) (\S+)\."
    r"|Choose (\S+)( or \S+)+\."
)
"""The helps that name one value, or several of which the first will do."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("invalid_value", ()):
        finding = rule.of(problem)
        yield finding if finding.fix is not None else finding._replace(fix=_fix(problem))


def _fix(problem: Problem) -> Fix | None:
    """Fix that sets the value in the help."""
    match = WORDS.fullmatch(problem.help)
    if match is None or problem.part != "value":
        return None
    try:
        value = json.loads((match[1] or match[2]).rstrip(","))
    except ValueError:
        return None
    return Fix((Edit(problem.path, json.dumps(value)),), safe=False)
