"""Typical errors in JSON, and the messages with their corrections."""

import json
import math
import re

from kspec.named_tuple import NamedTuple
from kspec.source.limits import MAX_BASED_DIGITS, MAX_DIGITS


class Slip(NamedTuple):
    """Token that is not JSON: the value that it means, and the message."""

    value: object
    kind: str
    message: str
    hint: str


PYTHON_HINT = "JSON writes true, false and null; Python's json.dumps writes them for you."
_SHOWN = 24
_WORDS: dict[str, object] = {
    "True": True,
    "False": False,
    "None": None,
    "TRUE": True,
    "FALSE": False,
    "NULL": None,
    "Null": None,
    "nil": None,
    "undefined": None,
}
_NON_FINITE = {"nan": math.nan, "inf": math.inf, "infinity": math.inf}
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:_[0-9]+)*)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?").fullmatch
_BASED = re.compile(r"[-+]?0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)").fullmatch

_CHARACTERS = {
    "<": "This looks like XML, HTML or a Python object's repr; kspec reads JSON and YAML.",
    ";": "JSON separates with commas.",
    "\\": "A backslash stands inside of strings only.",
    "`": 'JSON strings stand in double quotes (").',
    "\xa0": "This is a no-break space; replace it with a space.",
    "\u2026": "An ellipsis cannot stand for what was left out.",
    ".": "An ellipsis cannot stand for what was left out.",
    "\u2212": "This is a typographic minus sign; write -.",
    "\x00": "The text holds NUL bytes; save it again as UTF-8.",
}


def word(token: str) -> Slip:
    """A bare word where a value belongs: Python's names, a number's name, or a lost quote."""
    if token in _WORDS:
        return Slip(_WORDS[token], "invalid_syntax", f"`{token}` is not JSON.", PYTHON_HINT)
    if token.lower() in _NON_FINITE:
        return non_finite(token, _NON_FINITE[token.lower()])
    shown = shorten(token)
    return Slip(token, "invalid_syntax", f"`{shown}` is not quoted.", f'Write "{shown}".')


def non_finite(token: str, value: float) -> Slip:
    """A number that is not finite, by name or by size."""
    return Slip(
        value,
        "non_finite_number",
        f"`{shorten(token)}` is not a finite number.",
        "Write a finite number, up to about 1.8e308.",
    )


def long_integer(token: str) -> Slip:
    """An integer with more digits than Python converts."""
    return Slip(
        math.inf,
        "limit_exceeded",
        f"This integer has {len(token)} digits.",
        f"kspec reads integers of up to {MAX_DIGITS} digits.",
    )


def number(token: str) -> Slip | None:
    """Read a number in another language's spelling; None for a token that is no number."""
    sign = -1 if token.startswith("-") else 1
    bare = token.lstrip("+-")
    if bare.lower() in _NON_FINITE:
        return non_finite(token, sign * _NON_FINITE[bare.lower()])
    mantissa, plain = token.lower().partition("e")[0], bare.replace("_", "")
    if len(token) > MAX_BASED_DIGITS and plain.isalnum():
        return long_integer(token)
    if _BASED(token):
        value: int | float = sign * int(bare, 0)
    elif not _DECIMAL(token) or not any(char.isdigit() for char in mantissa):
        return None
    else:
        value = sign * (int(plain) if plain.isdigit() else float(plain))
    if isinstance(value, float) and math.isinf(value):
        return non_finite(token, value)
    message = f"JSON does not write a number as `{shorten(token)}`."
    return Slip(value, "invalid_syntax", message, f"Write `{json.dumps(value)}`.")


def unexpected(char: str, expected: str) -> tuple[str, str | None]:
    """Message and hint for a character that nothing in JSON begins with."""
    shown = f"`{char}`" if char.isprintable() else f"the character U+{ord(char):04X}"
    return f"Expected {expected}, but found {shown}.", _CHARACTERS.get(char)


def shorten(token: str) -> str:
    """A token as messages quote it: its beginning, where it is long."""
    return token if len(token) <= _SHOWN else f"{token[:_SHOWN]}..."
