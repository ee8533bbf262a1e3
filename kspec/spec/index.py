"""Where each class is: made from the classes by `python -m kspec.dev generate`, never by hand."""

CLASSES: dict[str, dict[str, str]] = {
    "layer": {
        "Dense": "kspec.spec.layers.core:Dense",
        "Functional": "kspec.spec.layers.models:Functional",
        "Identity": "kspec.spec.layers.core:Identity",
        "InputLayer": "kspec.spec.layers.input:InputLayer",
        "Layer": "kspec.spec.layers.base:Layer",
        "Model": "kspec.spec.layers.models:Model",
        "Sequential": "kspec.spec.layers.models:Sequential",
    },
    "loss": {},
    "metric": {},
    "optimizer": {},
    "learning-rate schedule": {},
    "initializer": {},
    "regularizer": {},
    "constraint": {},
    "callback": {},
    "quantizer": {},
}
STRINGS: dict[str, dict[str, str]] = {
    "layer": {},
    "loss": {},
    "metric": {},
    "optimizer": {},
    "learning-rate schedule": {},
    "initializer": {},
    "regularizer": {},
    "constraint": {},
    "callback": {},
    "quantizer": {},
}
