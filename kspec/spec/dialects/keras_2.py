"""Files of Keras 1 and 2: Keras 3 loads none of them as a whole."""

from collections.abc import Mapping
from typing import Any

from kspec.spec.layers.models import is_model
from kspec.spec.problem import Path, Problem

_PLACES = ("tensorflow.", "tf_keras.", "keras.engine.", "keras.api.", "keras.src.engine.")
"""Modules of models in Keras 2."""
_MARKS = ("batch_input_shape",)
"""Keys of a layer's config that only Keras 2 wrote."""
_CONVERT = (
    "Load it with tf_keras (the Keras 2 that lives on) and save it there as an HDF5 file, which "
    "keras.models.load_model reads for many layers. Where it does not, write the network again in "
    "Keras 3 and hand its weights over: new.set_weights(old.get_weights())."
)
"""Advice on files of tf_keras: Keras 3 refuses some HDF5 files (LSTM, a model in a model), and all
``.keras`` files.
"""
_REBUILD = (
    "Nothing that is still made reads it (tf_keras reads Keras 2 only): write the network again "
    "in Keras 3."
)


def is_keras_2(value: Mapping[str, Any]) -> bool:
    """Whether a model's object is in the notation of Keras 2, which names no module of Keras 3."""
    name, module = value.get("class_name"), value.get("module")
    if not isinstance(name, str) or not is_model(name):
        return False
    if "module" in value:
        return isinstance(module, str) and module.startswith(_PLACES)
    return "keras_version" in value or isinstance(value.get("config"), list) or _is_old(value)


def _is_old(value: Mapping[str, Any]) -> bool:
    config = value.get("config")
    layers = config.get("layers") if isinstance(config, Mapping) else None
    for entry in layers if isinstance(layers, list) else ():
        inner = entry.get("config") if isinstance(entry, Mapping) else None
        if isinstance(inner, Mapping) and any(key in inner for key in _MARKS):
            return True
    return False


def keras_2_problem(value: Mapping[str, Any], path: Path) -> Problem:
    """Problem of such a file, which hides all others."""
    version = value.get("keras_version")
    by = f"Keras {version}" if isinstance(version, str) else "Keras 2"
    place = next(
        (key for key in ("keras_version", "module", "class_name") if key in value), "config"
    )
    return Problem(
        "keras_2_file",
        (*path, place),
        f"This file was written by {by}, and Keras 3 cannot load it",
        help=_REBUILD if by.startswith(("Keras 0", "Keras 1")) else _CONVERT,
    )
