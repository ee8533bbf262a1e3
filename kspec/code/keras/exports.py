"""Names that star imports of Keras's modules bind."""

from kspec.code.keras.objects import REGISTRIES
from kspec.code.library import names_of

_MODELS = ("Sequential", "Model", "load_model", "model_from_json", "save_model", "clone_model")
MERGING = ("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract")
"""The functions of `keras.layers` that make a layer, of the name in capitals, and call it."""
_OWN = frozenset(("Functional", "Model", "Sequential"))
"""Layers of a spec that Keras has among its models alone."""
_SECTIONS = ("activations", "applications", "backend", "datasets", "models", "ops", "utils")
_OTHERS = {
    "utils": (
        *("to_categorical", "normalize", "pad_sequences", "load_img", "img_to_array"),
        *("image_dataset_from_directory", "text_dataset_from_directory", "plot_model"),
        "timeseries_dataset_from_array",
    ),
    "datasets": (
        *("mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters"),
        *("boston_housing", "california_housing"),
    ),
    "preprocessing.sequence": ("pad_sequences", "TimeseriesGenerator"),
    "preprocessing.text": ("Tokenizer", "one_hot", "text_to_word_sequence"),
    "preprocessing.image": ("ImageDataGenerator", "load_img", "img_to_array"),
}


def exports_of(module: str) -> tuple[str, ...]:
    """The names of a module with a canonical name, as far as kspec knows them."""
    if module.partition(".")[0] != "keras":
        return names_of(module)
    section = module.removeprefix("keras").removeprefix(".")
    first = section.partition(".")[0]
    if not section:
        return (
            *(name for name in REGISTRIES if "." not in name),
            *_SECTIONS,
            "Sequential",
            "Model",
            "Input",
        )
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
    return _OTHERS.get(section, ()) or names_of(module)
