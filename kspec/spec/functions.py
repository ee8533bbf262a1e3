"""Functions in a layer's fields: those of Keras in their notation, those of the user by name."""

from collections.abc import Mapping
from typing import Annotated, Any

from kspec.spec.activation_table import ALIASES, FACTS
from kspec.spec.markers import Json, Plain
from kspec.spec.named import FUNCTION, Custom, Named, custom_problem, notation, type_word
from kspec.spec.problem import Nested, Problem
from kspec.spec.registry import INITIALIZERS, LOSSES, METRICS, OPTIMIZERS, REGULARIZERS

_BUILTIN = (LOSSES, METRICS, INITIALIZERS, OPTIMIZERS, REGULARIZERS)
"""Registries that Keras searches for a function of ``builtins``, besides activations."""


def read_function(value: object) -> object:
    """Return Keras's notation of a function unchanged; raises `Nested` for a user's own
    function.
    """
    if isinstance(value, Custom):
        return value
    if isinstance(value, str):
        named = Named(value, (), {}, (), None, value)
    elif not isinstance(value, Mapping):
        message = f"A function is a name or an object, and not {type_word(value)}"
        raise Nested([Problem("wrong_type", (), message)])
    elif not isinstance(value.get("class_name"), str):
        message = 'An object for a function names it: it has "class_name" and "config"'
        raise Nested([Problem("missing_field", (), message)])
    elif value["class_name"] != FUNCTION:
        return value
    else:
        named = notation(value, FUNCTION)
    root = (named.module or "builtins").partition(".")[0]
    if root == "keras" or (root == "builtins" and _is_known(named.name) and value != named.name):
        return value
    module = None if root == "builtins" else named.module
    unseen = named._replace(module=module, registered_name=None if module else named.name)
    raise Nested([custom_problem(unseen, FUNCTION)], Custom(named.name, module))


def _is_known(name: str) -> bool:
    return name in FACTS or name in ALIASES or any(kinds.resolve(name) for kinds in _BUILTIN)


Function = Annotated[Any, Plain(read_function), Json({"type": ["object", "string"]})]
