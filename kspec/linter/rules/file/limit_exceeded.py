"""File is larger or deeper than kspec reads.

## Why

Text is read within limits (32 MiB, 2 million lines, 200 brackets deep, 2 million values, 100,000
repeated by YAML aliases), so that a file from a stranger can neither fill the memory nor stop the
build. No network that people describe comes near them; weights and data belong in other files.

## Bad

```yaml
a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
layers: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
```

## Good

```yaml
inputs: {shape: [4]}
layers:
  - &hidden {type: Dense, units: 8, activation: relu}
  - *hidden
  - {type: Dense, units: 1}
```

## References

- [The attack that aliases make possible](https://en.wikipedia.org/wiki/Billion_laughs_attack)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS005", "limit-exceeded", Severity.ERROR, since="0.1", reports=("limit_exceeded",))
