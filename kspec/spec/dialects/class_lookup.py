"""Class lookup of a Keras file: Keras's own search by module and name, without importing
anything.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from kspec.named_tuple import NamedTuple
from kspec.spec.dialects import module_index
from kspec.spec.dialects.removed_layers import removed_layer
from kspec.spec.layers.models import is_model
from kspec.spec.named import Named, custom_problem, is_custom, type_word
from kspec.spec.problem import Problem
from kspec.spec.registry import KEPT, LAYERS


def _inside(*modules: str) -> tuple[str, ...]:
    own = (f"keras.src.models.{module}" for module in modules)
    return (*own, "keras.src.models", "keras.src")


_MODEL_PLACES = {
    "Sequential": ("keras", "keras.models", *_inside("sequential", "cloning")),
    "Functional": _inside("functional", "sequential", "cloning"),
    "Model": ("keras", "keras.models", *_inside("functional", "model", "sequential")),
}
"""Modules in which Keras has its models: all that import them."""
_PRIVATE = frozenset(("CustomScaleLayer", "LayerScale", "TFDConcat", "TFDIdentity"))
"""Layers that only their own module exports."""
_ADD_ONS = frozenset(("keras_hub", "keras_cv", "keras_nlp"))
_KERAS_2 = ("tensorflow", "tf_keras", "keras.engine", "keras.api", "keras.src.engine")


class Located(NamedTuple):
    """Kind of class of a name, or its problem (path relative to the object)."""

    kind: Literal["layer", "operation", "model", "custom", "unknown"]
    problem: Problem | None = None


def locate(value: Mapping[str, Any], *, legacy: bool) -> Located:
    """The class of an object with a string as ``class_name``.

    ``legacy`` is for the layers of a model: there Keras still reads the notation of Keras 2,
    which has no module.
    """
    name, module = value["class_name"], value.get("module")
    registered = value.get("registered_name")
    if legacy and "module" not in value:
        return _by_name(name)
    for key, item in (("module", module), ("registered_name", registered)):
        is_read = key == "module" or not str(module).startswith("keras.src.")
        if not isinstance(item, str) and ((item and is_read) or isinstance(item, (list, dict))):
            message = f'"{key}" must be a string, and is {type_word(item)}'
            return Located("unknown", Problem("wrong_type", (key,), message))
    return _locate(name, module or None, registered if isinstance(registered, str) else None)


@lru_cache(KEPT)
def _locate(name: str, module: str | None, registered: str | None) -> Located:
    named = Named(name, ("class_name",), {}, (), module, registered)
    if not module:
        # Keras writes the class of a script like this: without a module, its name registered.
        is_own = registered and not _is_plain_model(name, registered)
        return Located("custom", _custom(named)) if is_own else _no_module(name)
    place = module.removeprefix("keras._tf_keras.")
    located = _known(name, place)
    if located is not None:
        renamed = is_custom(named) and not place.startswith("keras.src.")
        return _renamed(named) if renamed else located
    in_keras = place.startswith(_KERAS_2) or place.partition(".")[0] == "keras"
    # Keras registers no class of its own: such a name is that of a user's class, in any module.
    of_keras = not registered or _home(name) is not None or bool(removed_layer(name))
    absent = registered == name and _is_all_known(place)
    if (in_keras and of_keras) or absent or _is_plain_model(name, registered):
        return _misplaced(name, module)
    return Located("custom", _custom(named))


@lru_cache(KEPT)
def _by_name(name: str) -> Located:
    if is_model(name):
        return Located("model")
    return Located("layer") if _is_layer(name) else _unknown(name)


def _known(name: str, module: str) -> Located | None:
    if module in _MODEL_PLACES.get(name, ()):
        return Located("model")
    if module in {"keras.layers", "keras.src.layers"}:
        return Located("layer") if _is_layer(name) else None
    real = module.removeprefix("keras.src.") if module.startswith("keras.src.") else ""
    if name in module_index.OPERATIONS.get(real, "").split():
        return Located("operation")
    if name in module_index.layers_of(real):
        return Located("layer")
    return None


def _is_all_known(place: str) -> bool:
    """Whether kspec knows every class of Keras in a module."""
    return place == "keras.layers" or place.removeprefix("keras.src.") in module_index.OPERATIONS


def _is_layer(name: str) -> bool:
    return not is_model(name) and name not in _PRIVATE and LAYERS.find(name) is not None


def _custom(named: Named) -> Problem:
    if (named.module or "").partition(".")[0] in _ADD_ONS:
        named = named._replace(registered_name=named.registered_name or named.name)
    return custom_problem(named, "layer")


def _no_module(name: str) -> Located:
    home = _home(name)
    problem = Problem(
        "missing_field",
        (),
        f'Keras cannot find "{name}" without its module',
        help=f'Add "module": "{home}".' if home else 'Add "module", as Keras writes it.',
    )
    return Located("unknown", problem)


def _renamed(named: Named) -> Located:
    """Problem of a class of Keras under a registered name, which Keras 3.15 refuses."""
    message = (
        f'"{named.name}" of "{named.module}" is Keras\'s own, and "registered_name" says '
        f'"{named.registered_name}"'
    )
    help_ = 'Remove "registered_name", or name the module of your own class.'
    return Located("unknown", Problem("invalid_value", ("registered_name",), message, help=help_))


def _is_plain_model(name: str, registered: str | None) -> bool:
    """Whether a class is registered under its own name, as Keras writes its models."""
    return is_model(name) and registered == name


def _misplaced(name: str, module: str) -> Located:
    home = _home(name)
    if home is None:
        return _unknown(name, module)
    return Located(
        "unknown",
        Problem(
            "wrong_module",
            ("module",),
            f'Keras 3 has no "{name}" in "{module}"',
            help=f'It is in "{home}".',
            suggestion=f'"{home}"',
        ),
    )


def _home(name: str) -> str | None:
    if is_model(name):
        return _MODEL_PLACES[name][0]
    return "keras.layers" if _is_layer(name) else None


def _unknown(name: str, module: str = "") -> Located:
    from kspec.spec.suggest import nearest

    there = module_index.OPERATIONS.get(module.removeprefix("keras.src."), "").split()
    message = f'Keras has no {"operation" if there else "layer"} "{name}"'
    problem = Problem("unknown_layer", ("class_name",), message, removed_layer(name))
    if not problem.help:
        problem = problem.meaning(nearest(name, there or LAYERS.names()))
    return Located("unknown", problem)
