"""Code and foreign files inside a Keras file: found by reading, never loaded."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kspec.spec.problem import Path, Problem

_NOT_MODELLING = {
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
"""Functions of Keras that touch files or settings; Keras 3.15 refuses them in a file
(``NON_MODELING_APIS``).
"""

_HELP = (
    "Do not load this file unless you trust who made it. Keras does so only with safe_mode=False."
)


def unsafe_parts(value: object, path: Path) -> Iterator[Problem]:
    """Every place that would run code, or read another file, if the value were loaded without
    Keras's safe mode.
    """
    waiting: list[tuple[object, _Trail]] = [(value, None)]
    while waiting:
        item, trail = waiting.pop()
        if isinstance(item, dict):
            found = _unsafe(item, ()) if "class_name" in item else None
            if found is not None:
                yield found.under(path + _path(trail))
                continue
            inside: Iterable[tuple[str | int, object]] = item.items()
        elif isinstance(item, list):
            inside = enumerate(item)
        else:
            continue
        for key, inner in inside:
            if isinstance(inner, (dict, list)):
                waiting.append((inner, (trail, key)))


_Trail = tuple[Any, str | int] | None
"""A path as it is walked, last step first: most are never needed as a path."""


def _path(trail: _Trail) -> Path:
    steps: list[str | int] = []
    while trail is not None:
        trail, key = trail
        steps.append(key)
    return tuple(reversed(steps))


def _unsafe(item: Mapping[str, object], path: Path) -> Problem | None:
    name, config = item["class_name"], item.get("config")
    inside = config if isinstance(config, dict) else {}
    if name == "__lambda__":
        return _code(path, "a Python function as bytecode")
    if name == "Lambda" and isinstance(inside.get("function"), list):
        return _code((*path, "config", "function"), "a Python function as bytecode (Keras 2)")
    if name == "Lambda" and isinstance(inside.get("function"), dict):
        foreign = _foreign(inside["function"])
        if foreign is not None:
            return foreign.under((*path, "config", "function"))
    if name == "TorchModuleWrapper" and "module" in inside:
        return _code((*path, "config", "module"), "a pickled PyTorch module")
    if name == "TFSMLayer":
        message = f"This layer reads a TensorFlow SavedModel of its own: {inside.get('filepath')!r}"
        place = (*path, "config", "filepath") if "filepath" in inside else path
        return Problem("external_reference", place, message, _HELP)
    return _function(item, path)


def _function(item: Mapping[str, object], path: Path) -> Problem | None:
    name = item.get("config") if item["class_name"] == "function" else item["class_name"]
    module = item.get("module")
    names = _NOT_MODELLING.get(module) if isinstance(module, str) else None
    if names is None or not isinstance(name, str) or name not in names.split():
        return None
    return _code(path, f'a call of "{module}.{name}", which is no part of a model')


def _foreign(function: Mapping[str, object]) -> Problem | None:
    """A function of Python's library; Keras writes ``builtins`` for any function of a script."""
    module = function.get("module")
    if not isinstance(module, str) or module == "builtins":
        return None
    if module.partition(".")[0] not in sys.stdlib_module_names or module == "__main__":
        return None
    message = (
        f'This layer names {function.get("config")!r} of the module "{module}", '
        "which is not part of Keras"
    )
    return Problem("foreign_module", (), message, _HELP)


def _code(path: Path, what: str) -> Problem:
    return Problem(
        "embedded_code",
        path,
        f"The file holds {what}: loading it would run it, and Keras refuses",
        _HELP,
    )
