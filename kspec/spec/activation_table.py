"""Activation functions of Keras by name, and their effects on values (Keras 3.15)."""

import math
from collections.abc import Mapping

from kspec.named_tuple import NamedTuple


class Facts(NamedTuple):
    """The open or closed range of an activation's values, and whether it is linear or sums to
    one.
    """

    low: float = -math.inf
    high: float = math.inf
    linear: bool = False
    distribution: bool = False
    needs: tuple[str, ...] = ()
    """Arguments that only code can pass."""


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

COSINE = "cosine similarity"
"""Result of a normalized dot product of vectors of both signs, which is no named function."""
RANGES: Mapping[str, Facts] = {**FACTS, COSINE: Facts(-1, 1)}
"""Facts of the functions, and of other known values."""

ON_ALL = frozenset(("exponential", "linear", "tanh"))
"""Activations that run on integers and bools; TensorFlow runs the others on floats only."""
ON_NUMBERS = frozenset(("leaky_relu", "relu", "relu6"))
"""Activations that run on integers."""

HALVING = frozenset(("glu",))
"""Activations that return half of the last axis, which Keras notices with the first batch."""


def activation_name(layer: object) -> str | None:
    """The name of the activation that a layer applies last, None for any other object."""
    activation = getattr(layer, "activation", None)
    return activation if isinstance(activation, str) else None


ALIASES: Mapping[str, str] = {"swish": "silu", "hard_swish": "hard_silu"}
