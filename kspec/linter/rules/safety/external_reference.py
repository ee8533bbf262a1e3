"""Layer that reads something outside the file.

## Why

Some layers name a path: a SavedModel that is loaded and run (`TFSMLayer`), a vocabulary file.
Whoever loads the model reads, and for a SavedModel runs, what stands there at that time, and
`/etc/passwd` or an address of the local network is as good a path as any. Keras refuses both,
unless it is told that the file is trusted (`safe_mode=False`).

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

- [CVE-2025-12058](https://nvd.nist.gov/vuln/detail/CVE-2025-12058), vocabularies;
  [CVE-2026-1462](https://nvd.nist.gov/vuln/detail/CVE-2026-1462), SavedModels
- [Save, serialize, and export models](https://keras.io/guides/serialization_and_saving/)
"""

from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

rule = Rule(
    "KS703", "external-reference", Severity.ERROR, since="0.1", reports=("external_reference",)
)
