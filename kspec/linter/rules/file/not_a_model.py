"""Document is neither a spec nor a Keras model.

## Why

The file can be read, and what it holds is something else: another tool's settings, a list, the
history of a training, a model of TensorFlow.js or of Keras 1 or 2, or a model's JSON inside of a
string, as `json.dump(model.to_json(), file)` writes it. kspec knows a spec by `layers` or `model`,
and a file of Keras 3 by `module`, `class_name` and `config`.

## Bad

```json
{
  "epochs": 10,
  "history": {"loss": [0.7, 0.5]}
}
```

## Good

```json
{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 1}
  ]
}
```

## References

- [Keras: whole model saving and loading](https://keras.io/api/models/model_saving_apis/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS004",
    "not-a-model",
    Severity.ERROR,
    since="0.1",
    reports=("not_a_model", "keras_2_file", "unreadable_model"),
)
