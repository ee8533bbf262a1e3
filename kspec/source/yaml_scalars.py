"""YAML 1.2 core schema: the values of scalars without quotes."""

import math
import re

from kspec.source.json_hints import Slip, long_integer, non_finite
from kspec.source.limits import MAX_BASED_DIGITS, MAX_DIGITS

_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+").fullmatch
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_NON_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)").fullmatch
_NUMBER_STARTS = frozenset("+-.0123456789")


def resolve(text: str) -> object:
    """The value of a plain scalar, or a `Slip` for a number that is not finite or too long."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER(text):
        return _integer(text, 10)
    return _integer(text, 0) if _BASED(text) else _real(text)


def _real(text: str) -> object:
    if _NON_FINITE(text):
        return non_finite(text, float(text.replace(".", "")))
    if not _REAL(text):
        return text
    real = float(text)
    return non_finite(text, real) if math.isinf(real) else real


def _integer(text: str, base: int) -> int | Slip:
    most = MAX_DIGITS if base else MAX_BASED_DIGITS
    return long_integer(text) if len(text) > most else int(text, base)


_TAGGED: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}


def resolve_tagged(kind: str, text: str) -> object:
    """The value of a scalar with one of YAML's own tags, such as `!!float 1`.

    Raises `ValueError` where the text does not fit the tag, or the tag is not of the core schema.
    """
    if kind == "str":
        return text
    value = resolve(text)
    if isinstance(value, Slip):
        return value
    if not isinstance(value, _TAGGED.get(kind, ())) or (kind != "bool" and isinstance(value, bool)):
        raise ValueError(kind)
    return float(value) if kind == "float" and isinstance(value, int) else value
