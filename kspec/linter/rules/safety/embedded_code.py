"""File that contains Python code.

## Why

A `Lambda` layer made of a Python lambda carries the bytecode of the function, and a
`TorchModuleWrapper` a pickle: loading them runs whatever is in there. So does a function of Keras
that is no part of a model: `load_model` opens another file, `enable_unsafe_deserialization`
switches the guard off. Keras refuses such a file unless it is told that the file is trusted. kspec
never runs it; the layer's output is unknown.

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
        "class_name": "Lambda",
        "config": {
          "name": "scale",
          "function": {
            "class_name": "__lambda__",
            "config": {"code": "4wEAAAA=", "defaults": null, "closure": null}
          }
        },
        "registered_name": null
      }
    ]
  },
  "registered_name": null
}
```

At `/config/layers/1/config/function`.

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

- [CVE-2024-3660](https://nvd.nist.gov/vuln/detail/CVE-2024-3660),
  [CVE-2025-9906](https://nvd.nist.gov/vuln/detail/CVE-2025-9906),
  [CVE-2025-49655](https://nvd.nist.gov/vuln/detail/CVE-2025-49655)
- [Save, serialize, and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS701", "embedded-code", Severity.ERROR, since="0.1", reports=("embedded_code",))
