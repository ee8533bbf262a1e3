"""The activation functions that Keras knows by name, and what each does to the values (Keras
3.15).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Problem
from kspec.spec.validation import Nested


class Facts(NamedTuple):
    """The open or closed range of an activation's values, and whether it is linear or sums to
    one.
    """

    low: float = -math.inf
    high: float = math.inf
    linear: bool = False
    distribution: bool = False
    needs: tuple[str, ...] = ()
    """Arguments that nothing but code can give it."""


FACTS: Mapping[str, Facts] = {
    "celu": Facts(low=-1),
    "elu": Facts(low=-1),
    "exponential": Facts(low=0),
    "gelu": Facts(low=-0.17),
    "glu": Facts(),
    "hard_shrink": Facts(),
    "hard_sigmoid": Facts(0, 1),
    "hard_silu": Facts(low=-0.375),
    "hard_tanh": Facts(-1, 1),
    "leaky_relu": Facts(),
    "linear": Facts(linear=True),
    "log_sigmoid": Facts(high=0),
    "log_softmax": Facts(high=0),
    "mish": Facts(low=-0.31),
    "relu": Facts(low=0),
    "relu6": Facts(0, 6),
    "selu": Facts(low=-1.76),
    "sigmoid": Facts(0, 1),
    "silu": Facts(low=-0.28),
    "soft_shrink": Facts(),
    "softmax": Facts(0, 1, distribution=True),
    "softplus": Facts(low=0),
    "softsign": Facts(-1, 1),
    "sparse_plus": Facts(low=0),
    "sparse_sigmoid": Facts(0, 1),
    "sparsemax": Facts(0, 1, distribution=True),
    "squareplus": Facts(low=0),
    "tanh": Facts(-1, 1),
    "tanh_shrink": Facts(),
    "threshold": Facts(needs=("threshold", "default_value")),
}

ON_ALL = frozenset(("exponential", "linear", "tanh"))
"""Those that run on integers, and on true and false; TensorFlow runs the rest on fractions."""
ON_NUMBERS = frozenset(("leaky_relu", "relu", "relu6"))
"""Those that run on integers."""

HALVING = frozenset(("glu",))
"""Those that give half of the last axis, which Keras finds out with the first batch."""

ALIASES: Mapping[str, str] = {"swish": "silu", "hard_swish": "hard_silu"}


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
    meant = nearest(name, known)
    return Problem(
        "unknown_name",
        (),
        f'Keras has no activation "{name}"',
        help=f'Did you mean "{meant}"?' if meant else f"Keras knows: {', '.join(known)}.",
        suggestion=f'"{meant}"' if meant else None,
    )


ActivationName = Annotated[Any, Plain(read_activation), Json({"x-kind": "activation"})]
