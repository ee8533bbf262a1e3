"""File is not valid JSON or YAML.

## Why

Nothing can be said of a network that cannot be read. The finding stands where the text breaks off
from the grammar, and says what was probably meant: a comma too many, single quotes, a comment,
Python's `True` or `None`. A file that is no text at all (a legacy `.h5` model, a pickle, another
encoding than UTF-8) is reported here too.

## Bad

```text
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1},
  ]
}
```

## Bad

```yaml
inputs: {shape: [4]}
layers:
  - type: Dense
   units: 1
```

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [The grammar of JSON](https://www.json.org/)
- [YAML 1.2.2](https://yaml.org/spec/1.2.2/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS001",
    "invalid-syntax",
    Severity.ERROR,
    since="0.1",
    reports=("invalid_syntax", "unreadable"),
)
