"""Functions of Keras outside of models, which a file can name nevertheless."""

from collections.abc import Mapping

_REFUSED: Mapping[str, str] = {
    "keras.backend": "clear_session",
    "keras.config": "enable_unsafe_deserialization",
    "keras.models": "load_model model_from_json save_model",
    "keras.preprocessing": "image_dataset_from_directory text_dataset_from_directory",
    "keras.preprocessing.image": "load_img save_img",
    "keras.saving": "deserialize_keras_object load_model load_weights register_keras_serializable "
    "save_model save_weights serialize_keras_object",
    "keras.utils": "audio_dataset_from_directory clear_session deserialize_keras_object get_file "
    "image_dataset_from_directory load_img register_keras_serializable save_img "
    "serialize_keras_object text_dataset_from_directory",
}
"""Functions that touch files or settings, and that Keras 3.15 refuses in a file
(``NON_MODELING_APIS``).
"""
REFUSED = frozenset(
    f"{module}.{name}" for module, names in _REFUSED.items() for name in names.split()
)

_MODELLING = frozenset(
    (
        *("activations", "constraints", "initializers", "layers", "losses", "metrics", "ops"),
        *("optimizers", "quantizers", "random", "regularizers", "tree"),
    )
)
"""Packages of Keras whose functions make up models."""
_PURE = frozenset(("keras.utils.normalize", "keras.utils.to_categorical"))
_TOOLS = frozenset(
    (
        *("applications", "backend", "datasets", "distribution", "export", "legacy", "saving"),
        *("trainers", "utils", "visualization", "wrappers"),
    )
)
"""Packages inside of Keras that hold tools."""


def is_tool(module: str, name: str) -> bool:
    """Whether a function of a public module is outside of models: it reads or writes files,
    downloads, or changes settings.
    """
    api = f"{module}.{name}"
    package = api.split(".")[1]
    return package not in _MODELLING and api not in _PURE


def is_private_tool(module: str, name: str) -> bool:
    """Whether a name is a function in a private module of Keras, written as if it were a class."""
    if not module.startswith("keras.src."):
        return False
    return module.split(".")[2] in _TOOLS and name[:1].islower()
