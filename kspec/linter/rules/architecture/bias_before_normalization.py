"""Bias that normalization takes away again.

## Why

Batch normalization subtracts the mean of every channel, and with it whatever bias the layer before
has added; it then adds an offset of its own (`center`). The bias costs parameters and does
nothing.

## Bad

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3},
    {"type": "BatchNormalization"},
    {"type": "Activation", "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

At `/layers/0`.

## Good

```json
{
  "inputs": {"shape": [32, 32, 3]},
  "layers": [
    {"type": "Conv2D", "filters": 16, "kernel_size": 3, "use_bias": false},
    {"type": "BatchNormalization"},
    {"type": "Activation", "activation": "relu"},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"}
  ]
}
```

## References

- [Batch Normalization: Accelerating Deep Network Training](https://arxiv.org/abs/1502.03167)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS507", "bias-before-normalization", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node in flow.network.nodes.values():
            layer, following = node.layer, flow.next(node)
            if layer is None or following is None or following.layer is None:
                continue
            subtracts = (
                following.layer.value_effect.linear and following.layer.role == "normalization"
            )
            biased = layer.role == "affine" and getattr(layer, "use_bias", False)
            plain = getattr(layer, "activation", None) in (None, "linear")
            if biased and subtracts and plain:
                yield rule.at(
                    node.path,
                    f'The bias of "{node.name}" is taken away again by "{following.name}"',
                    help='Set "use_bias": false.',
                    related=(Related(following.path, "subtracts the mean"),),
                )
