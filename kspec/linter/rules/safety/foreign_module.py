"""Class or function of another module.

## Why

A config names a module and a class or function, and loading it imports that module. In a file of
Keras these are Keras's own public ones or registered classes. Anything else (`os`, `subprocess`,
`builtins.eval`, what is private to Keras) is a sign of an attack: older versions of Keras called it
while they loaded the file, and today's refuses it.

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
      {"module": "os", "class_name": "system", "config": {"name": "y"}, "registered_name": null}
    ]
  },
  "registered_name": null
}
```

At `/config/layers/1/class_name`.

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

- [CVE-2025-1550](https://nvd.nist.gov/vuln/detail/CVE-2025-1550),
  [CVE-2025-8747](https://nvd.nist.gov/vuln/detail/CVE-2025-8747)
- [Save, serialize, and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule("KS702", "foreign-module", Severity.ERROR, since="0.1", reports=("foreign_module",))
