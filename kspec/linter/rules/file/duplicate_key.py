"""Key stands twice in one object.

## Why

JSON readers keep the last of two equal keys and drop the first without a word, so the network that
is trained is not the one that is written. Both places are shown: one of them is wrong.

## Bad

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 8, "units": 1}
  ]
}
```

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 8, "activation": "relu"},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [RFC 8259, section 4: names within an object should be
unique](https://www.rfc-editor.org/rfc/rfc8259#section-4)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS002", "duplicate-key", Severity.ERROR, since="0.1", reports=("duplicate_key",))
