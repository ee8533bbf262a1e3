"""Dtypes of arrays: names, promotion by numpy's rules, and ranges."""

from kspec.named_tuple import NamedTuple

WIDTHS = {
    "bool": ("b", 1),
    **{f"int{bits}": ("i", bits) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": ("u", bits) for bits in (8, 16, 32, 64)},
    **{f"float{bits}": ("f", bits) for bits in (16, 32, 64)},
}
"""The kind of each dtype, and the bits of a number."""
KINDS = {kind: place for place, kind in enumerate("buif")}
NAMES = {
    "float": "float64",
    "double": "float64",
    "single": "float32",
    "half": "float16",
    "float_": "float64",
    "int": "int64",
    "int_": "int64",
    "long": "int64",
    "byte": "int8",
    "ubyte": "uint8",
    "short": "int16",
    "uint": "uint64",
    "bool_": "bool",
    "str": "string",
    "str_": "string",
    "object_": "object",
    "f": "float32",
    "d": "float64",
    "i": "int32",
    **{f"{kind}{bits // 8}": name for name, (kind, bits) in WIDTHS.items() if kind in "iuf"},
}


class Holds(NamedTuple):
    """Least and greatest integer of a dtype."""

    low: int
    high: int


def dtype_named(name: object) -> str | None:
    """The dtype of a name (``float32``, ``f4``) or of a library's class with such a name
    (``numpy.float32``); None for no known one.
    """
    name = getattr(name, "name", name)
    if not isinstance(name, str):
        return None
    short = name.rpartition(".")[2].lstrip("<>=")
    short = NAMES.get(short, short)
    return short if short in WIDTHS or short in {"string", "object", "bfloat16"} else None


def holds(dtype: str | None) -> Holds | None:
    """Range of values of an integer dtype; None for others."""
    kind, bits = WIDTHS.get(dtype or "", ("", 0))
    if kind == "i":
        return Holds(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return Holds(0, 2**bits - 1) if kind == "u" else None


def promoted(first: str | None, second: str | None) -> str | None:
    """The dtype of arithmetic on two arrays, by numpy's rules."""
    if first not in WIDTHS or second not in WIDTHS:
        return first if first == second else None
    (kind, bits), (other, others) = sorted(
        (WIDTHS[first], WIDTHS[second]), key=lambda one: KINDS[one[0]]
    )
    if kind in {"b", other}:
        return _named(other, max(bits, others) if kind == other else others)
    if other == "i":  # and unsigned numbers, for which one bit more is needed
        return "float64" if bits == 64 else _named("i", max(2 * bits, others))
    enough = 16 if bits == 8 else 32 if bits == 16 else 64
    return _named(other, max(enough, others))


def with_number(dtype: str | None, number: complex) -> str | None:
    """The dtype of arithmetic on an array and a Python number, which adapts to the array."""
    if dtype not in WIDTHS:
        return None
    kind = WIDTHS[dtype][0]
    if isinstance(number, bool):
        return dtype
    if isinstance(number, int):
        return "int64" if kind == "b" else dtype
    if isinstance(number, float):
        return dtype if kind == "f" else "float64"
    return None


def divided(dtype: str | None) -> str | None:
    """The dtype of a true division, and of functions such as `sqrt`, `mean`."""
    if dtype not in WIDTHS:
        return None
    return dtype if WIDTHS[dtype][0] == "f" else "float64"


def floated(dtype: str | None) -> str | None:
    """The dtype of `exp`, `log` and the like: the least float that holds the numbers."""
    if dtype not in WIDTHS:
        return None
    kind, bits = WIDTHS[dtype]
    return dtype if kind == "f" else f"float{min(64, max(16, bits * 2))}"


def summed(dtype: str | None) -> str | None:
    """Dtype of a sum: small integers are added in 64 bits."""
    kind, _ = WIDTHS.get(dtype or "", ("", 0))
    return {"b": "int64", "i": "int64", "u": "uint64"}.get(kind, dtype)


def _named(kind: str, bits: int) -> str:
    return next(name for name, width in WIDTHS.items() if width == (kind, bits))
