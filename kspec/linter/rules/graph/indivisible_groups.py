"""Channels do not divide into the groups.

## Why

Grouped convolutions and group normalization cut the channels into equal groups; Keras raises when
the number of channels is no multiple of the number of groups.

## Bad

```json
{
  "inputs": {"shape": [32, 32, 48]},
  "layers": [{"type": "GroupNormalization", "groups": 32}]
}
```

At `/layers/0/groups`.

## Good

```json
{
  "inputs": {"shape": [32, 32, 64]},
  "layers": [{"type": "GroupNormalization", "groups": 32}]
}
```

## References

- [Group Normalization](https://arxiv.org/abs/1803.08494)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

rule = Rule(
    "KS213", "indivisible-groups", Severity.ERROR, since="0.1", reports=("indivisible_groups",)
)


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("indivisible_groups", ()):
        yield rule.of(problem, fix=shape_fix(model, problem))
