"""Output that no input leads to.

## Why

A functional model computes its outputs from its inputs. Where an output needs a layer that begins
somewhere else (an input that `input_layers` does not name, a layer that takes nothing), there is
no way from the inputs to it, and Keras refuses the model.

## Bad

```json
{
  "module": "keras.src.models.functional",
  "class_name": "Functional",
  "config": {
    "name": "sum",
    "layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "name": "left",
       "config": {"batch_shape": [null, 8], "name": "left"}, "inbound_nodes": []},
      {"module": "keras.layers", "class_name": "InputLayer", "name": "right",
       "config": {"batch_shape": [null, 8], "name": "right"}, "inbound_nodes": []},
      {"module": "keras.layers", "class_name": "Add", "name": "add", "config": {"name": "add"},
       "inbound_nodes": [{"args": [[
         {"class_name": "__keras_tensor__", "config":
          {"shape": [null, 8], "dtype": "float32", "keras_history": ["left", 0, 0]}},
         {"class_name": "__keras_tensor__", "config":
          {"shape": [null, 8], "dtype": "float32", "keras_history": ["right", 0, 0]}}
       ]], "kwargs": {}}]}
    ],
    "input_layers": [["left", 0, 0]],
    "output_layers": [["add", 0, 0]]
  }
}
```

At `/config/input_layers`.

## Good

```json
{
  "module": "keras.src.models.functional",
  "class_name": "Functional",
  "config": {
    "name": "sum",
    "layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "name": "left",
       "config": {"batch_shape": [null, 8], "name": "left"}, "inbound_nodes": []},
      {"module": "keras.layers", "class_name": "InputLayer", "name": "right",
       "config": {"batch_shape": [null, 8], "name": "right"}, "inbound_nodes": []},
      {"module": "keras.layers", "class_name": "Add", "name": "add", "config": {"name": "add"},
       "inbound_nodes": [{"args": [[
         {"class_name": "__keras_tensor__", "config":
          {"shape": [null, 8], "dtype": "float32", "keras_history": ["left", 0, 0]}},
         {"class_name": "__keras_tensor__", "config":
          {"shape": [null, 8], "dtype": "float32", "keras_history": ["right", 0, 0]}}
       ]], "kwargs": {}}]}
    ],
    "input_layers": [["left", 0, 0], ["right", 0, 0]],
    "output_layers": [["add", 0, 0]]
  }
}
```

## References

- [The functional API](https://keras.io/guides/functional_api/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS208", "unreachable-output", Severity.ERROR, since="0.1", reports=("unreachable_output",)
)
