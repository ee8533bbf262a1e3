"""Code and foreign files inside a file of either dialect: detected by reading, never loaded."""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from kspec.spec.dialects.keras_utilities import REFUSED, is_private_tool, is_tool
from kspec.spec.named import FUNCTION, is_bare_function
from kspec.spec.problem import Path, Problem
from kspec.spec.registry import KEPT

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


def with_unsafe_parts(problems: list[Problem], value: object, path: Path) -> list[Problem]:
    """Add every unsafe place to the problems, without those that only repeat that a part of the
    file holds code.
    """
    codes = unsafe_parts(value, path)
    places = [code.path for code in codes]
    rest = [
        problem
        for problem in problems
        if not any(problem.path[: len(place)] == place for place in places)
    ]
    return [*rest, *codes]


_INNER = frozenset((dict, list))


def _is_unsafe(value: Any) -> bool:
    """Check every object of a file quickly, without its path."""
    if type(value) is dict:
        named = "class_name" in value or "type" in value
        if (named or "value" in value) and _unsafe(value):
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
            problem = _unsafe(item)
            if problem is not None:
                yield problem.under(path)
            else:
                waiting.extend((inner, (*path, key)) for key, inner in item.items())
        elif isinstance(item, list):
            waiting.extend((inner, (*path, index)) for index, inner in enumerate(item))


def _unsafe(item: Mapping[str, Any]) -> Problem | None:
    """Problem of an unsafe object itself, in Keras's notation or in a native spec."""
    if "class_name" not in item:
        name = "__lambda__" if is_bare_function(item) else item.get("type")
        return _BY_CLASS[name](item, ()) if type(name) is str and name in _BY_CLASS else None
    name, module = item["class_name"], item.get("module")
    if type(name) is str and name in _BY_CLASS:
        config = item.get("config")
        problem = _BY_CLASS[name](config if isinstance(config, dict) else {}, ("config",))
        if problem is not None:
            return problem
    if type(module) is not str:
        return None
    is_function = name == FUNCTION
    named = item.get("config") if is_function else name
    look = _known if type(named) is str else _outside
    return look(module, named, is_function)


def _bytecode(config: Mapping[str, Any], where: Path) -> Problem:
    del config, where
    return _code((), "a Python function as bytecode")


def _lambda_layer(config: Mapping[str, Any], where: Path) -> Problem | None:
    for field in ("function", "output_shape", "mask"):
        value = config.get(field)
        if isinstance(value, list) and value and isinstance(value[0], str):
            return _code(where, "a Python function as bytecode (Keras 2)")
    return None


def _torch_module(config: Mapping[str, Any], where: Path) -> Problem | None:
    if "module" not in config:
        return None
    return _code((*where, "module"), "a pickled PyTorch module")


def _saved_model(config: Mapping[str, Any], where: Path) -> Problem:
    path = config.get("filepath")
    suffix = "" if path is None else f", {path!r}"
    message = (
        f"This layer loads a TensorFlow SavedModel from outside of the file{suffix}, "
        "and Keras refuses"
    )
    place = (*where, "filepath") if "filepath" in config else ()
    return Problem("external_reference", place, message, _HELP)


def _vocabulary(config: Mapping[str, Any], where: Path) -> Problem | None:
    value = config.get("vocabulary")
    if not isinstance(value, str):
        return None
    message = f'Keras does not load the vocabulary "{value}" from outside of the model'
    return Problem("external_reference", (*where, "vocabulary"), message, _HELP)


_BY_CLASS: Mapping[str, Callable[[Mapping[str, Any], Path], Problem | None]] = {
    "__lambda__": _bytecode,
    "IntegerLookup": _vocabulary,
    "Lambda": _lambda_layer,
    "StringLookup": _vocabulary,
    "TFSMLayer": _saved_model,
    "TextVectorization": _vocabulary,
    "TorchModuleWrapper": _torch_module,
}
"""Functions that find an unsafe object of a class by its fields and their path."""


def _outside(module: str, name: object, is_function: bool) -> Problem | None:  # noqa: FBT001
    """Problem of an unsafe name in a module, without its surroundings."""
    root = module.partition(".")[0]
    of_module = _of_keras if root == "keras" else _foreign
    return of_module(module, name, is_function=is_function)


_known = lru_cache(KEPT)(_outside)
"""Cached lookup: a large file has few different names."""


def _of_keras(module: str, name: object, *, is_function: bool) -> Problem | None:
    if not isinstance(name, str):
        return None
    if f"{module}.{name}" in REFUSED:
        return _code((), f'a call of "{module}.{name}", which is no part of a model')
    if is_private_tool(module, name) or (is_function and module.startswith("keras.src.")):
        message = f'The file names {name!r} of the private module "{module}"'
        return Problem(
            "foreign_module", (), f"{message}, and Keras loads no function from there", _HELP
        )
    if is_function and is_tool(module, name):
        message = f'The file holds a call of "{module}.{name}", which is no part of a model'
        return Problem("embedded_code", (), f"{message}: whoever loads it runs that", _HELP)
    return None


def _foreign(module: str, name: object, *, is_function: bool) -> Problem | None:
    """A function of another module, or a class of Python's library; Keras writes ``builtins`` for
    any function of a script.
    """
    root = module.partition(".")[0]
    if root == "builtins":
        if name not in _RUNNERS:
            return None
    elif not is_function and root not in sys.stdlib_module_names:
        return None
    place = () if is_function else ("class_name",)
    message = f'The file names {name!r} of the module "{module}", which is not part of Keras'
    return Problem("foreign_module", place, message, _HELP)


_RUNNERS = (
    *("__import__", "breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr"),
    *("globals", "help", "input", "locals", "open", "quit", "setattr", "vars"),
)
"""Python's own functions that run code or reach outside: no function of a model calls them."""


def _code(path: Path, subject: str) -> Problem:
    return Problem(
        "embedded_code",
        path,
        f"The file holds {subject}: loading it would run it, and Keras refuses",
        _HELP,
    )
