"""The fast way through a clean JSON text: the standard library's parser, made strict."""

import json
import math
import re
from typing import Any

from kspec.source.limits import MAX_DEPTH, MAX_NODES

_NAME_ENDS = re.compile(r'"\s*:')
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class NotStrictError(ValueError):
    """Error of a text that is not clean JSON; the scanner finds the reason."""


def load_strict(text: str) -> object:
    """The value of a JSON text without duplicate keys, non-finite numbers or lone surrogates.

    Raises `NotStrictError` for every other text, without its problems.
    """
    if len(text) >= MAX_NODES and _nodes(text) >= MAX_NODES:
        raise NotStrictError
    try:
        if not text.isascii():
            text.encode()
        value = _DECODER.decode(text)
        names = _names_within(value)
        # Each name ends in a quote and a colon: with no more of these than names, none is twice.
        if names != text.count(":") and names != len(_NAME_ENDS.findall(text)):
            json.loads(text, object_pairs_hook=_mapping)
    except (ValueError, RecursionError) as error:
        raise NotStrictError from error
    if "\\" in text and _SURROGATE_ESCAPE.search(text):
        raise NotStrictError
    return value


def _nodes(text: str) -> int:
    """Bound on the number of values in a text."""
    return text.count("[") + text.count("{") + text.count(",")


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise NotStrictError
    return mapping


def _refuse(constant: str) -> object:
    raise NotStrictError(constant)


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise NotStrictError(literal)
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
_INNER = frozenset((dict, list))


def _names_within(value: Any, depth: int = 0) -> int:  # noqa: ANN401 - of JSON
    """Number of names in the objects of a value together; raises `NotStrictError` for a value that
    is nested too deep.
    """
    count = 0
    if type(value) is dict:
        count = len(value)
        value = value.values()
    elif type(value) is not list:
        return 0
    if depth == MAX_DEPTH:
        raise NotStrictError
    for inner in value:
        if type(inner) in _INNER:
            count += _names_within(inner, depth + 1)
    return count
