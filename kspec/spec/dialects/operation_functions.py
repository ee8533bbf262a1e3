"""Functions of ``keras.ops`` and the classes of operations that they make."""

from collections.abc import Mapping
from functools import cache

from kspec.spec.layers.base import Layer
from kspec.spec.naming import OPERATIONS as PREFIX
from kspec.spec.naming import snake_case
from kspec.spec.registry import OPERATIONS

_SPELT: Mapping[str, str] = {
    "AllClose": "allclose",
    "BatchNorm": "batch_normalization",
    "CDist": "cdist",
    "IsIn": "isin",
    "LayerNorm": "layer_normalization",
    "RMSNorm": "rms_normalization",
    "SearchSorted": "searchsorted",
}
"""The functions that are not called after their class (Keras 3.15)."""
_NOT_CALLED = frozenset(("FakeQuantWithMinMaxVars", "Mish", "ReLU", "SegmentReduction"))
"""Classes that have no function there."""
ALIASES = {"Abs": "Absolute", "Conj": "Conjugate"}
"""Classes of which the function makes another class."""


@cache
def functions() -> Mapping[str, str]:
    """The class of every function, by the name under which Keras exports it."""
    from kspec.spec.dialects import module_index

    paths = {}
    for module, names in module_index.OPERATIONS.items():
        prefix = PREFIX + ("image." if module == "ops.image" else "")
        for name in names.split():
            if name not in _NOT_CALLED:
                paths[prefix + _SPELT.get(name, snake_case(name))] = ALIASES.get(name, name)
    return paths


def arguments_of(function: str) -> list[str]:
    """The arguments of a function in the order in which Python takes them: its tensors, and the
    fields of its class; empty for a function that kspec does not describe.
    """
    from kspec.spec.function_positions import FUNCTIONS

    order = FUNCTIONS.get(function.removeprefix(PREFIX))
    cls = OPERATIONS.find(functions().get(function, ""))
    if order is not None or not (cls and issubclass(cls, Layer)):
        return (order or "").split()
    code = cls.call.__code__
    tensors = code.co_varnames[1 : code.co_argcount] or ("x",)
    return [*tensors, *(name for name in cls.written() if name not in Layer.model_fields)]
