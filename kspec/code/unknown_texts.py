"""Texts of which a part is unknown: their known ends."""

import re
from collections.abc import Mapping, Sequence

from kspec.code.unknown_numbers import Number
from kspec.code.values import CONSTANTS, Unknown, Value
from kspec.spec.unknown import UnknownText

_CONVERSION = r"%(?:\((\w*)\))?[-+ 0-9.*#]*([a-zA-Z%])"
_NUMERIC = "deEfFgG"
"""Letters of the formats of numbers."""
NUMBER = "{}"
"""Text in the place of a number in a known end."""


def ended(parts: Sequence[Value], why: Unknown) -> Unknown:
    """The text of several parts, of which some are unknown."""
    end = ""
    for part in reversed(parts):
        text = _end_of(part)
        end = text + end
        if not isinstance(part, (Number, *CONSTANTS)):
            break
    return UnknownText(why, end) if end else why


def _end_of(part: Value) -> str:
    if isinstance(part, UnknownText):
        return part.end
    if isinstance(part, Unknown):
        return NUMBER if isinstance(part, Number) else ""
    return str(part) if isinstance(part, CONSTANTS) else ""


def format_ended(
    pattern: str, args: Sequence[Value], kwargs: Mapping[str, Value], why: Unknown
) -> Unknown:
    """The text that ``format`` makes of a pattern."""
    import string

    parts: list[Value] = []
    try:
        fields = list(string.Formatter().parse(pattern))
    except ValueError:
        return why
    named: dict[str, Value] = {**kwargs, **{str(i): one for i, one in enumerate(args)}}
    for count, (text, field, form, _) in enumerate(fields):
        parts.append(text)
        if field is not None:
            value = named.get(field or str(count))
            known = isinstance(value, str | int | Unknown) and not form
            parts.append(value if known else formatted(why, form or ""))
    return ended(parts, why)


def formatted(value: Unknown, form: str) -> Unknown:
    """An unknown value in a format: a number where the format is one of numbers."""
    if form[-1:] and form[-1] in _NUMERIC:
        return Number(value.reason, value.name, value.place)
    return Unknown(value.reason, "?", value.place) if form else value


def percent_ended(pattern: str, values: Value, why: Unknown) -> Unknown:
    """The text that ``%`` makes of a pattern."""
    if "*" in pattern:
        return why
    parts, at = list[Value](), 0
    items = iter(values if isinstance(values, tuple) else (values,))
    for one in re.finditer(_CONVERSION, pattern):
        parts.append(pattern[at : one.start()])
        at, kind = one.end(), one[2]
        value = "%" if kind == "%" else next(items, Unknown("missing"))
        if kind not in "s%" or one[1] is not None:
            value = NUMBER if kind in f"iu{_NUMERIC}" else Unknown("of another kind")
        parts.append(value)
    return ended([*parts, pattern[at:]], why)
