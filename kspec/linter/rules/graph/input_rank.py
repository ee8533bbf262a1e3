"""Layer gets an input of the wrong rank.

## Why

Every layer works on inputs of certain ranks: `Dense` on vectors, `LSTM` and `Conv1D` on sequences,
`Conv2D` on images. Keras raises when the network is built. The finding names the layer that gives
the tensor, since that is where the rank last changed.

## Bad

```json
{
  "inputs": {"shape": [784]},
  "layers": [
    {"type": "Conv2D", "filters": 8, "kernel_size": 3},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10}
  ]
}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [784]},
  "layers": [
    {"type": "Reshape", "target_shape": [28, 28, 1]},
    {"type": "Conv2D", "filters": 8, "kernel_size": 3, "activation": "relu"},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10}
  ]
}
```

## References

- [Conv2D: input shape](https://keras.io/api/layers/convolution_layers/convolution2d/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.linter.shape_repair import shape_fix

rule = Rule("KS201", "input-rank", Severity.ERROR, since="0.1", reports=("input_rank",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind.get("input_rank", ()):
        yield rule.of(problem, fix=shape_fix(model, problem))
