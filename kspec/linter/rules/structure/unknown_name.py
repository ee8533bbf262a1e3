"""Name that Keras does not know.

## Why

Losses, metrics, optimizers, activations, initializers and the like are named by strings, and only
certain strings resolve. Keras finds an unknown loss or metric only at the first batch; kspec finds
it now.

## Bad

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "activation": "rellu"}]
}
```

At `/layers/0/activation`.

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 1}],
  "compile": {"loss": "rmse", "optimizer": "adam"}
}
```

At `/compile/loss`.

## Good

```json
{
  "inputs": {"shape": [30]},
  "layers": [{"type": "Dense", "units": 16, "activation": "relu"}, {"type": "Dense", "units": 1}],
  "compile": {"loss": "mse", "optimizer": "adam"}
}
```

## References

- [Losses](https://keras.io/api/losses/)
- [Activations](https://keras.io/api/layers/activations/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS106", "unknown-name", Severity.ERROR, since="0.1", reports=("unknown_name",))
