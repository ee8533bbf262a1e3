"""Recurrent layer that gives only its last step to a layer that wants all.

## Why

A recurrent layer gives the output of its last step, one vector, unless `return_sequences` is true.
Stacked recurrent layers, `Conv1D` and `TimeDistributed` after it need the whole sequence, and
Keras raises when the network is built.

## Bad

```json
{
  "inputs": {"shape": [50, 8]},
  "layers": [
    {"type": "LSTM", "units": 32},
    {"type": "LSTM", "units": 16},
    {"type": "Dense", "units": 1}
  ]
}
```

At `/layers/1`.

## Good

```json
{
  "inputs": {"shape": [50, 8]},
  "layers": [
    {"type": "LSTM", "units": 32, "return_sequences": true},
    {"type": "LSTM", "units": 16},
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Working with RNNs](https://keras.io/guides/working_with_rnns/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.lint.finding import Edit, Finding, Fix, Severity
from kspec.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis

KIND = "missing_return_sequences"

rule = Rule("KS214", "missing-return-sequences", Severity.ERROR, since="0.1", reports=(KIND,))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for problem in model.by_kind[KIND]:
        source = problem.related[0].path
        if source[-1:] == ("layer",):
            yield rule.of(problem)  # inside of Bidirectional
            continue
        stated = Edit((*source, "return_sequences"), "true")
        added = Edit(source, '"return_sequences": true', action="insert_field")
        yield rule.of(problem, fix=Fix((stated if _states(model, source) else added,)))


def _states(model: Analysis, path: tuple[str | int, ...]) -> bool:
    return any(
        place.layer is not None and "return_sequences" in place.layer.model_fields_set
        for place in model.places
        if place.node.field() == path
    )
