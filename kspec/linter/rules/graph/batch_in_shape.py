"""Batch dimension in the shape of an input.

## Why

`shape` is the shape of one sample: Keras puts the batch before it. With the batch in it as well
every layer sees one dimension too many, and Keras raises when the network is built.

## Bad

```json
{
  "inputs": {"shape": [null, 28, 28, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu"},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10}
  ]
}
```

At `/inputs/shape`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu"},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10}
  ]
}
```

## References

- [Input object](https://keras.io/api/layers/core_layers/input/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS212", "batch-in-shape", Severity.ERROR, since="0.1", reports=("batch_in_shape",))
