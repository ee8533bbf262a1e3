"""Spec is written in a version that this kspec does not know.

## Why

`"kspec": 1` is the version of the language. A later one may mean other things by the same words, so
a spec of another version is not read at all rather than half understood.

## Bad

```json
{
  "kspec": 2,
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1}
  ]
}
```

At `/kspec`.

## Good

```json
{
  "kspec": 1,
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Versions of the spec](../versions.md)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS006", "unsupported-version", Severity.ERROR, since="0.1", reports=("unsupported_version",)
)
