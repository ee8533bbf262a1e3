"""What star imports of Keras's modules bind."""

from __future__ import annotations

from kspec.code.keras.objects import REGISTRIES

_MODELS = ("Sequential", "Model", "load_model", "model_from_json", "save_model", "clone_model")
_MERGING = (
    *("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract"),
    "Input",
)


def exports_of(module: str) -> tuple[str, ...]:
    """The names of a module with a canonical name, as far as kspec knows them."""
    section = module.removeprefix("keras.")
    if section == "keras":
        return (
            "layers",
            "models",
            "optimizers",
            "losses",
            "metrics",
            "Sequential",
            "Model",
            "Input",
        )
    if section.startswith("models"):
        return _MODELS
    for name in (section, section.partition(".")[0]):
        kinds = REGISTRIES.get(name)
        if kinds is not None:
            return (*kinds.names(), *(_MERGING if name == "layers" else ()))
    return ()
