"""Reference to a layer that is not there.

## Why

An input of a layer, or an output of the network, names a layer that does not exist. Keras cannot
wire the graph.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "hidden"},
    {"type": "Dense", "units": 1, "inputs": "hiden"}
  ]
}
```

At `/layers/1/inputs`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu", "name": "hidden"},
    {"type": "Dense", "units": 1, "inputs": "hidden"}
  ]
}
```

## References

- [The functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS205", "unknown-reference", Severity.ERROR, since="0.1", reports=("unknown_reference",)
)
