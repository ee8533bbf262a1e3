"""Setting does not exist.

## Why

A misspelt setting does nothing, and the one that was meant keeps its default. So an unknown key, or
a value that it cannot have, is never passed over: in a `lint` key or a comment it is a finding; in
`pyproject.toml` and `kspec.toml` it ends the run with exit code 2.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1, "lint": {"ingore": ["input-rank"]}}
  ]
}
```

At `/layers/0/lint/ingore`.

## Bad

```toml
selct = ["ALL"]
```

## Good

```toml
select = ["ALL"]

[per-file-ignores]
"legacy/*.json" = ["graph"]
"models/old.json#/layers/3" = ["input-rank"]
```

## References

- [The settings](../settings.md)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS902", "unknown-setting", Severity.ERROR, since="0.1", reports=("unknown_setting",))
