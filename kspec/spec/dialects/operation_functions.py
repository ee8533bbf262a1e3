"""Functions of ``keras.ops`` and the classes of operations that they make."""

from collections.abc import Mapping
from functools import cache

from kspec.spec.naming import OPERATIONS as PREFIX
from kspec.spec.naming import snake_case

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
    from kspec.spec.dialects.module_index import OPERATIONS

    paths = {}
    for module, names in OPERATIONS.items():
        prefix = PREFIX + ("image." if module == "ops.image" else "")
        for name in names.split():
            if name not in _NOT_CALLED:
                paths[prefix + _SPELT.get(name, snake_case(name))] = ALIASES.get(name, name)
    return paths
