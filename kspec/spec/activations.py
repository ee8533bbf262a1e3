"""Activations as fields hold them: by name, or as a layer."""

from collections.abc import Mapping
from typing import Annotated, Any

from kspec.spec.activation_table import ALIASES, FACTS
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Nested, Problem


def read_activation(value: object) -> object:
    """A canonical function name, a layer that serves as an activation, or None; raises `Nested`."""
    if value is None:
        return None
    if isinstance(value, str):
        name = ALIASES.get(value, value)
        if name not in FACTS:
            from kspec.spec.named import Custom, Named, custom_problem

            named = Named(value, (), {}, (), None, None)
            problem = custom_problem(named, "activation") if ":" in value else _unknown(value)
            raise Nested([problem], Custom(value))
        if needs := FACTS[name].needs:
            message = (
                f'The activation "{name}" needs {" and ".join(needs)}, which a name cannot give'
            )
            help_ = "Keras finds out with the first batch. Call keras.ops in the network instead."
            raise Nested([Problem("invalid_value", (), message, help_)], name)
        return name
    return _read_object(value)


def _read_object(value: object) -> object:
    from kspec.spec import named
    from kspec.spec.registry import LAYERS

    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        _check_module(value)
    if not isinstance(value, dict) or value.get("class_name") != named.FUNCTION:
        return named.read_object(value, LAYERS)
    function = named.notation(value, "activation")
    if (function.module or "").partition(".")[0] in {"", "builtins", "keras"}:
        if function.name in FACTS or function.name in ALIASES:
            return read_activation(function.name)
        # Keras writes a function of the user's own that is not registered as if it were a builtin
        function = function._replace(module=None)
    raise Nested(
        [named.custom_problem(function._replace(registered_name=function.name), "activation")],
        named.Custom(function.name, function.module, value),
    )


def _check_module(value: Mapping[str, Any]) -> None:
    """Refuse a class without its module: Keras finds other objects by their name alone, and
    activations not.
    """
    from kspec.spec.named import FUNCTION, Custom

    name: str = value["class_name"]
    if not value.get("module") and not value.get("registered_name"):
        message = f'Keras cannot find the activation "{name}" without its module'
        home = "builtins" if name == FUNCTION else "keras.layers"
        help_ = f'Add "module": "{home}", or name a function: "relu".'
        raise Nested([Problem("missing_field", (), message, help_)], Custom(name))


def _unknown(name: str) -> Problem:
    from kspec.spec.misplaced import misplaced_name
    from kspec.spec.suggest import nearest

    if (misplaced := misplaced_name(name, (), "activation")) is not None:
        return misplaced
    known = sorted({*FACTS, *ALIASES})
    message, help_ = f'Keras has no activation "{name}"', f"Keras knows: {', '.join(known)}."
    return Problem("unknown_name", (), message, help_).meaning(nearest(name, known))


ActivationName = Annotated[Any, Plain(read_activation), Json({"x-kind": "activation"})]
