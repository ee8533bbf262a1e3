"""Code and foreign files inside a Keras file: found by reading, never loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
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


def unsafe_parts(value: object, path: Path) -> list[Problem]:
    """Every place that would run code, or read another file, if the value were loaded without
    Keras's safe mode.
    """
    if not _is_unsafe(value):
        return []
    return [problem.under(path) for problem in _unsafe_below(value)]


_INNER = frozenset((dict, list))


def _is_unsafe(value: Any) -> bool:
    """The quick look at every object of a file, without a word on where."""
    if type(value) is dict:
        if "class_name" in value and _unsafe(value):
            return True
        value = value.values()
    elif type(value) is not list:
        return False
    for inner in value:  # noqa: SIM110 - a generator for each object costs more than the look
        if type(inner) in _INNER and _is_unsafe(inner):
            return True
    return False


def _unsafe_below(value: object) -> Iterator[Problem]:
    waiting: list[tuple[object, Path]] = [(value, ())]
    while waiting:
        item, path = waiting.pop()
        if isinstance(item, dict):
            found = _unsafe(item) if "class_name" in item else None
            if found is not None:
                yield found.under(path)
            else:
                waiting.extend((inner, (*path, key)) for key, inner in item.items())
        elif isinstance(item, list):
            waiting.extend((inner, (*path, index)) for index, inner in enumerate(item))


def _unsafe(item: Mapping[str, Any]) -> Problem | None:
    name, module = item["class_name"], item.get("module")
    if type(name) is str and name in _BY_CLASS:
        config = item.get("config")
        found = _BY_CLASS[name](config if isinstance(config, dict) else {})
        if found is not None:
            return found
    if type(module) is not str:
        return None
    if module in _NOT_MODELLING:
        return _not_modelling(item, module)
    if module.startswith("keras"):
        return _private(item, module)
    return _foreign(item, module)


def _bytecode(config: Mapping[str, Any]) -> Problem:
    del config
    return _code((), "a Python function as bytecode")


def _lambda_layer(config: Mapping[str, Any]) -> Problem | None:
    if not isinstance(config.get("function"), list):
        return None
    return _code(("config",), "a Python function as bytecode (Keras 2)")


def _torch_module(config: Mapping[str, Any]) -> Problem | None:
    if "module" not in config:
        return None
    return _code(("config", "module"), "a pickled PyTorch module")


def _saved_model(config: Mapping[str, Any]) -> Problem:
    message = (
        f"This layer loads a TensorFlow SavedModel from outside of the file, "
        f"{config.get('filepath')!r}, and Keras refuses"
    )
    place = ("config", "filepath") if "filepath" in config else ()
    return Problem("external_reference", place, message, _HELP)


def _vocabulary(config: Mapping[str, Any]) -> Problem | None:
    given = config.get("vocabulary")
    if not isinstance(given, str):
        return None
    message = f'Keras does not load the vocabulary "{given}" from outside of the model'
    return Problem("external_reference", ("config", "vocabulary"), message, _HELP)


_BY_CLASS: Mapping[str, Callable[[Mapping[str, Any]], Problem | None]] = {
    "__lambda__": _bytecode,
    "IntegerLookup": _vocabulary,
    "Lambda": _lambda_layer,
    "StringLookup": _vocabulary,
    "TFSMLayer": _saved_model,
    "TextVectorization": _vocabulary,
    "TorchModuleWrapper": _torch_module,
}
"""What tells from a config of one of these classes whether it is unsafe."""


def _not_modelling(item: Mapping[str, Any], module: str) -> Problem | None:
    name = _named(item)
    if not isinstance(name, str) or name not in _NOT_MODELLING[module].split():
        return None
    return _code((), f'a call of "{module}.{name}", which is no part of a model')


def _private(item: Mapping[str, Any], module: str) -> Problem | None:
    """A function from inside of Keras: it finds none there, and writes ``builtins`` for its own."""
    if item["class_name"] != "function" or not module.startswith("keras.src."):
        return None
    message = f'The file names {_named(item)!r} of the private module "{module}"'
    return Problem(
        "foreign_module", (), f"{message}, and Keras loads no function from there", _HELP
    )


def _foreign(item: Mapping[str, Any], module: str) -> Problem | None:
    """A function or class of Python's library; Keras writes ``builtins`` for any function of a
    script.
    """
    name, root = _named(item), module.partition(".")[0]
    if root == "builtins":
        if name not in _RUNNERS:
            return None
    elif root not in sys.stdlib_module_names or root == "__main__":
        return None
    place = () if item["class_name"] == "function" else ("class_name",)
    message = f'The file names {name!r} of the module "{module}", which is not part of Keras'
    return Problem("foreign_module", place, message, _HELP)


def _named(item: Mapping[str, Any]) -> object:
    return item.get("config") if item["class_name"] == "function" else item["class_name"]


_RUNNERS = (
    *("__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr"),
    *("globals", "help", "input", "locals", "open", "quit", "setattr", "vars"),
)
"""Python's own functions that run code or reach outside: nobody calls a function of a model so."""


def _code(path: Path, what: str) -> Problem:
    return Problem(
        "embedded_code",
        path,
        f"The file holds {what}: loading it would run it, and Keras refuses",
        _HELP,
    )
