"""Value that Keras takes for another one.

## Why

Keras asks of a switch only whether Python finds it true: `"no"` is true, and so is `"False"`;
`null` is false, even where the default is true. And true is the number 1 to Python. The network is
built without a word, and may not be the one that was meant.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "use_bias": "no"}]
}
```

At `/layers/0/use_bias`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "use_bias": false}]
}
```

## References

- [Truth values in Python](https://docs.python.org/3/library/stdtypes.html#truth-value-testing)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS113", "coerced-value", Severity.WARNING, since="0.1", reports=("coerced_value",))
