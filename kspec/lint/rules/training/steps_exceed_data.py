"""More steps an epoch than the data has batches.

## Why

A step is a batch, and not a sample. With as many steps as there are samples an epoch is not one
pass through the data but as many as a batch has samples; Keras's own `fit` on arrays warns that the
data has run out, and ends each epoch there. More steps than batches, but fewer than samples, are
only advice: whoever draws new variants of the samples may want them.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "data": {"samples": 569},
  "fit": {"epochs": 10, "batch_size": 32, "steps_per_epoch": 569}
}
```

At `/fit/steps_per_epoch`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 1, "activation": "sigmoid"}
  ],
  "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
  "data": {"samples": 569},
  "fit": {"epochs": 10, "batch_size": 32, "steps_per_epoch": 18}
}
```

## References

- [Model training APIs](https://keras.io/api/models/model_training_apis/)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kspec.analysis.steps import training_samples
from kspec.lint.finding import Severity
from kspec.lint.rule import Rule
from kspec.spec.problem import Related
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.lint.finding import Finding

rule = Rule("KS421", "steps-exceed-data", Severity.WARNING, since="0.1", needs=("fit", "data"))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.spec
    samples = None if spec is None else training_samples(spec)
    if spec is None or spec.fit is None or spec.data is None or not samples:
        return
    steps, size = spec.fit.steps_per_epoch or 0, spec.fit.batch_size or DEFAULT_BATCH_SIZE
    batches = math.ceil(samples / size)
    if steps > batches:
        counts_samples = steps in {samples, spec.data.samples}
        what = "counts samples" if counts_samples else "is more"
        yield rule.at(
            spec.path("fit", "steps_per_epoch"),
            f"An epoch of {steps} steps {what}: the data has {batches} batches of {size}",
            help=f"Write {batches}, or leave it out for one pass through the data.",
            related=(Related(spec.path("data", "samples"), "the samples"),),
            severity=None if counts_samples else Severity.ADVICE,
        )
