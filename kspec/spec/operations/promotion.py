"""Result dtypes of operations: Keras's lattice of dtypes, which is that of JAX.

Plain numbers have the dtypes ``int`` and ``float`` here: these give way to a tensor's own dtype.
Source: ``keras.src.backend.common.dtypes`` (Keras 3.15, TensorFlow backend).
"""

from functools import lru_cache

from kspec.spec.dtypes import DTYPES, EIGHT_BIT_FLOATS
from kspec.spec.problem import Fault

_NEXT = {
    "bool": ("int",),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int": ("uint8", "int8", "complex64"),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
_NUMBERS = {"int": "int32", "float": "float32"}
_NARROWED = {"uint64": "uint32", "complex128": "complex64"}


def result_type(*dtypes: str | None) -> str | None:
    """The dtype of several together, None when one of them is unknown; a `Fault` when Keras has
    none for them.
    """
    known = [dtype for dtype in dtypes if dtype in DTYPES or dtype == "float"]
    if len(known) < len(dtypes) or not known:
        return None
    if len(known) == 1 and known[0] in _NUMBERS:
        return "int64" if known[0] == "int" else "float32"
    return _joined(frozenset(known))


@lru_cache(maxsize=512)
def _joined(dtypes: frozenset[str]) -> str:
    if len(dtypes) == 1 and not dtypes.intersection(EIGHT_BIT_FLOATS):
        dtype = next(iter(dtypes))
    elif not dtypes <= _NEXT.keys():
        message = f"Keras has no common dtype of {', '.join(sorted(dtypes))}"
        raise Fault("dtype_mismatch", message, help="Cast them to one dtype.")
    else:
        common = frozenset.intersection(*map(_above, dtypes))
        dtype = next(one for one in common if common <= _above(one))
    dtype = _NUMBERS.get(dtype, dtype)
    return _NARROWED.get(dtype, dtype)


@lru_cache(maxsize=32)
def _above(dtype: str) -> frozenset[str]:
    return frozenset((dtype,)).union(*map(_above, _NEXT[dtype]))


def is_integer(dtype: str | None) -> bool:
    """Whether a dtype is an integer dtype or bool."""
    return dtype is not None and ("int" in dtype or dtype == "bool")


def as_float(dtype: str | None) -> str | None:
    """The dtype of a function of real numbers: a float stays, everything else is one."""
    return "float32" if dtype == "int64" else result_type(dtype, "float")


def as_sum(dtype: str | None) -> str | None:
    """The dtype of a sum: small integers grow."""
    if dtype in {"bool", "int8", "int16"}:
        return "int32"
    return "uint32" if dtype in {"uint8", "uint16"} else result_type(dtype)
