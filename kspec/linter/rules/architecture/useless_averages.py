"""Averages that never become those of the data.

## Why

`BatchNormalization` keeps averages of what it sees in training, and uses them ever after. Each step
keeps `momentum` of the old average and takes the rest from the batch. With a momentum of 1 the
averages stay at 0 and 1 as they began; above 1 or below 0 they run away. Training looks well, and
evaluation and prediction are worthless.

## Bad

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "use_bias": false},
    {"type": "BatchNormalization", "momentum": 1.0},
    {"type": "ReLU"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
}
```

At `/layers/1/momentum`.

## Good

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "use_bias": false},
    {"type": "BatchNormalization", "momentum": 0.9},
    {"type": "ReLU"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ],
  "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
}
```

## References

- [BatchNormalization layer](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS515", "useless-averages", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of("normalization"):
            momentum = getattr(layer, "momentum", None)
            # One that is not trained uses the averages that it has.
            if momentum is None or 0 <= momentum < 1 or not layer.trainable:
                continue
            how = "never change" if momentum == 1 else "run away from the data"
            yield rule.at(
                node.field("momentum"),
                f'The moving averages of "{node.name}" {how}: its momentum is {momentum:g}',
                help="0.9 to 0.99 is usual.",
                fix=put(node.field("momentum"), 0.99),
            )
