"""Layer that reads something outside the file.

## Why

Some layers name a path: a SavedModel that is loaded and run, a vocabulary file, a pickled module.
Whoever loads the model reads what stands there at that time.

## Bad

```json
{
  "module": "keras",
  "class_name": "Sequential",
  "config": {
    "name": "net",
    "layers": [
      {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": [null, 4], "name": "x"},
        "registered_name": null
      },
      {
        "module": "keras.layers",
        "class_name": "TFSMLayer",
        "config": {"name": "inner", "filepath": "/models/inner"},
        "registered_name": null
      }
    ]
  },
  "registered_name": null
}
```

At `/config/layers/1/config/filepath`.

## Good

```json
{
  "module": "keras",
  "class_name": "Sequential",
  "config": {
    "name": "net",
    "layers": [
      {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": [null, 4], "name": "x"},
        "registered_name": null
      },
      {
        "module": "keras.layers",
        "class_name": "Dense",
        "config": {"name": "dense", "units": 2},
        "registered_name": null
      }
    ]
  },
  "registered_name": null
}
```

## References

- [Save, serialize, and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.lint.finding import Severity
from kspec.lint.rule import Rule

rule = Rule(
    "KS703", "external-reference", Severity.WARNING, since="0.1", reports=("external_reference",)
)
