"""Rule does not exist.

## Why

A suppression or a setting that names no rule silences nothing, and looks as if it did. Inside of a
file, codes and names are taken and prefixes are not, since a prefix silences rules that nobody has
thought of yet. In the settings and on the command line an unknown rule ends the run with exit code
2.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1, "lint": {"ignore": ["input-rnak"]}}
  ]
}
```

At `/layers/0/lint/ignore/0`.

## Bad

```toml
ignore = ["input-rnak"]
```

## Good

```toml
ignore = ["input-rank", "KS2"]
```

## References

- [The rules](index.md)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS903", "unknown-rule", Severity.ERROR, since="0.1", reports=("unknown_rule",))
