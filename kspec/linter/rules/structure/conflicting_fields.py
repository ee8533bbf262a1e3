"""Fields that cannot stand together.

## Why

Each value is right by itself, and Keras refuses the two together: strides and a dilation above 1
in one convolution, two ways to clip the gradient.

## Bad

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "strides": 2, "dilation_rate": 2}
  ]
}
```

At `/layers/0/dilation_rate`.

## Good

```json
{
  "inputs": {"shape": [28, 28, 1]},
  "layers": [{"type": "Conv2D", "filters": 8, "kernel_size": 3, "dilation_rate": 2}]
}
```

## References

- [Conv2D](https://keras.io/api/layers/convolution_layers/convolution2d/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS108", "conflicting-fields", Severity.ERROR, since="0.1", reports=("conflicting_fields",)
)
