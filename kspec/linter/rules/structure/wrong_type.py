"""Value of the wrong type.

## Why

A number in quotes is a string, and Keras refuses it, often only when the network is built. kspec
is as strict: `"10"` and `10.5` are not integers.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": "16"}]
}
```

At `/layers/0/units`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16}]
}
```

## References

- [Layers](https://keras.io/api/layers/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS104", "wrong-type", Severity.ERROR, since="0.1", reports=("wrong_type", "wrong_reference")
)
