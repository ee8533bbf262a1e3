"""Names that star imports of Keras's modules bind."""

from kspec.code.keras.objects import REGISTRIES
from kspec.code.library import names_of

_MODELS = ("Sequential", "Model", "load_model", "model_from_json", "save_model", "clone_model")
MERGING = ("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract")
"""The functions of `keras.layers` that make a layer, of the name in capitals, and call it."""
_OWN = frozenset(("Functional", "Model", "Sequential"))
"""Layers of a spec that Keras has among its models alone."""
_TOP = ("Sequential", "Model", "Input")
_SECTIONS = ("activations", "applications", "backend", "datasets", "models", "ops", "utils")


def exports_of(module: str) -> tuple[str, ...]:
    """The names of a module with a canonical name, as far as kspec knows them."""
    if module.partition(".")[0] != "keras":
        return names_of(module)
    section = module.removeprefix("keras").removeprefix(".")
    first = section.partition(".")[0]
    if not section:
        return (*(one for one in REGISTRIES if "." not in one), *_SECTIONS, *_TOP)
    if first == "models":
        return _MODELS
    if first == "applications":
        from kspec.code.keras.applications import SIZES

        return (*SIZES, *names_of(module))
    for name in (section, first):
        kinds = REGISTRIES.get(name)
        if kinds is not None:
            merging = (*MERGING, "Input") if name == "layers" else ()
            return (*(one for one in kinds.names() if one not in _OWN), *merging)
    return names_of(module)
