"""Suppression silences nothing.

## Why

What was silenced has been mended, or the words never meant a finding here. A suppression that stays
behind will one day hide a new fault in the same place. This holds for `lint` keys, for comments,
and for `per-file-ignores` that name one file. `--fix` takes it out.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1, "lint": {"ignore": ["input-rank"], "reason": "images come later"}}
  ]
}
```

At `/layers/0/lint/ignore/0`.

## Bad

```yaml
inputs: {shape: [4]}
layers:
  # kspec: ignore[KS201] images come later
  - {type: Dense, units: 1}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {
      "type": "Conv2D", "filters": 8, "kernel_size": 3,
      "lint": {"ignore": ["input-rank"], "reason": "the images come later"}
    }
  ]
}
```

## References

- [The same rule of a linter for Python](https://docs.astral.sh/ruff/rules/unused-noqa/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS901",
    "unused-suppression",
    Severity.WARNING,
    since="0.1",
    reports=("unused_suppression",),
)
