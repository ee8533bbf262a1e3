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

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

rule = Rule(
    "KS214",
    "missing-return-sequences",
    Severity.ERROR,
    since="0.1",
    reports=("missing_return_sequences",),
)
