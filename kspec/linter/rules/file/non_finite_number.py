"""Number is not finite.

## Why

`NaN` and `Infinity` are not JSON, and no argument of a network takes them: one of them makes every
weight NaN in the first step. They mostly come out of a program that computed a setting and went
wrong. A number beyond 1.8e308 is infinite as well.

Where a file of Keras gives one to an operation, such as what fills the border before a max pooling,
it is right.

## Bad

```text
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "GaussianNoise", "stddev": NaN},
    {"type": "Dense", "units": 1}
  ]
}
```

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "GaussianNoise", "stddev": 0.1},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [RFC 8259, section 6: numbers](https://www.rfc-editor.org/rfc/rfc8259#section-6)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS003", "non-finite-number", Severity.ERROR, since="0.1", reports=("non_finite_number",)
)
