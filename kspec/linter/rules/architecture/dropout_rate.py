"""Dropout that drops nearly everything.

## Why

`rate` is the share that is dropped, not the share that is kept. At 0.9 and more a layer passes on
a tenth of its input or less, which is mostly a rate that was meant the other way round; the
dropout arguments of recurrent layers are not even checked by Keras, and train with a rate above 1.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dropout", "rate": 0.95},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/1/rate`.

```json
{
  "inputs": {"shape": [20, 8]},
  "layers": [
    {"type": "LSTM", "units": 16, "dropout": 1.5},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/0/dropout`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 64, "activation": "relu"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Dropout: A Simple Way to Prevent Neural Networks from
Overfitting](https://jmlr.org/papers/v15/srivastava14a.html)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.layers.layer_facts import Role

rule = Rule("KS505", "dropout-rate", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for flow in model.flows:
        for node, layer in flow.of(*FIELDS):
            for field in FIELDS[layer.role]:
                rate = getattr(layer, field, None)
                if isinstance(rate, int | float) and not 0 <= rate < TOO_MUCH:
                    yield rule.at(
                        node.field(field),
                        f'"{node.name}" drops a share of {rate} of its input',
                        help="The rate is the share that is dropped: 0.2 to 0.5 is usual.",
                        fix=put(node.field(field), _meant(rate)),
                    )


def _meant(rate: float) -> float:
    """Percentage as a fraction, and 0.5 for a rate that is no percentage."""
    return rate / 100 if PERCENT <= rate < TOO_MUCH * 100 else 0.5


TOO_MUCH = 0.9
PERCENT = 5
"""Number from which on a rate is a percentage."""
FIELDS: dict[Role, tuple[str, ...]] = {
    "dropout": ("rate",),
    "recurrent": ("dropout", "recurrent_dropout"),
    "attention": ("dropout",),
}
