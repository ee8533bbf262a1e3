"""More held out for validation than is left to train on.

## Why

`validation_split` is the share that Keras holds out, and not the one that it trains on:
with 0.8, four fifths of the samples are never learned from, and nothing says so. scikit-learn's
`train_size` is the other way round.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"},
  "fit": {"epochs": 50, "validation_split": 0.8}
}
```

At `/fit/validation_split`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy"},
  "fit": {"epochs": 50, "validation_split": 0.2}
}
```

## References

- [Keras: fit](https://keras.io/api/models/model_training_apis/#fit-method)
"""

from collections.abc import Iterator

from kspec.analysis.model import Analysis
from kspec.linter.finding import Finding, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule

rule = Rule("KS424", "validation-exceeds-training", Severity.WARNING, since="0.1", needs=("fit",))

MOST = 0.6
"""Half and half is a choice, and a little more may be."""


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    share = None if spec is None or spec.fit is None else spec.fit.validation_split
    if spec is None or share is None or not MOST < share < 1:
        return
    path = spec.path("fit", "validation_split")
    rest = round(1 - share, 6)
    yield rule.at(
        path,
        f"{share:.0%} of the samples are held out, and {rest:.0%} are left to train on",
        help=f'"validation_split" is the share that is held out: write {rest:g}.',
        fix=put(path, rest),
        unless=("KS420",),
    )
