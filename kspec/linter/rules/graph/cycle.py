"""Layers feed each other in a circle.

## Why

A network is computed from its inputs to its outputs; a layer that takes, even through others, what
it gives itself can never be computed. Keras says that the graph has loops or disconnected nodes.

## Bad

```json
{
  "inputs": {"x": {"shape": [8]}},
  "layers": [
    {"type": "Add", "name": "sum", "inputs": ["x", "back"]},
    {"type": "Dense", "units": 8, "name": "back", "inputs": "sum"}
  ],
  "outputs": "back"
}
```

At `/layers/0/inputs`.

## Good

```json
{
  "inputs": {"x": {"shape": [8]}},
  "layers": [
    {"type": "Dense", "units": 8, "name": "there", "inputs": "x"},
    {"type": "Add", "name": "sum", "inputs": ["x", "there"]}
  ]
}
```

## References

- [The functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS206", "cycle", Severity.ERROR, since="0.1", reports=("cycle",))
