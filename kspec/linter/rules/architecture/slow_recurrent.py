"""Recurrent layer that cannot use the fast kernel.

## Why

On a GPU an `LSTM` or `GRU` runs in one fused kernel, many times as fast, but only with its default
activations, without `recurrent_dropout` and without `unroll`.

## Bad

```json
{
  "inputs": {"shape": [100, 8]},
  "layers": [
    {"type": "LSTM", "units": 32, "recurrent_dropout": 0.2},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0/recurrent_dropout`.

## Good

```json
{
  "inputs": {"shape": [100, 8]},
  "layers": [
    {"type": "LSTM", "units": 32, "dropout": 0.2},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [LSTM layer](https://keras.io/api/layers/recurrent_layers/lstm/)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule

rule = Rule("KS512", "slow-recurrent", Severity.ADVICE, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for place in model.places:
        layer = place.layer
        if layer is None or layer.role != "recurrent" or not hasattr(layer, "use_cudnn"):
            continue
        for field, usual in FUSED.items():
            if field in layer.model_fields_set and getattr(layer, field) != usual:
                yield rule.at(
                    place.node.field(field),
                    f'With this "{field}", "{place.node.name}" runs step by step on a GPU',
                    help=f"Leave it at {usual!r} where speed matters more.",
                )


FUSED: dict[str, object] = {
    "activation": "tanh",
    "recurrent_activation": "sigmoid",
    "recurrent_dropout": 0.0,
    "unroll": False,
    "use_bias": True,
    "reset_after": True,
}
