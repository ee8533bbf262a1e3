"""The fast way through a clean JSON text: the standard library's parser, made strict."""

import json
import math
import re
from typing import Any

from kspec.source.limits import MAX_DEPTH, MAX_NODES

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class NotStrictError(ValueError):
    """The text is not clean JSON; the scanner can say why."""


def load_strict(text: str) -> object:
    """The value of a JSON text without duplicate keys, non-finite numbers or lone surrogates.

    Raises `NotStrictError` for every other text, without a word on what is wrong with it.
    """
    if text.count("[") + text.count("{") + text.count(",") >= MAX_NODES:
        raise NotStrictError
    try:
        if not text.isascii():
            text.encode()
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if _names_within(value) != text.count(":"):
            # A name twice, or only a colon in a text: look closely.
            json.loads(text, object_pairs_hook=_mapping)
    except (ValueError, RecursionError) as error:
        raise NotStrictError from error
    if _SURROGATE_ESCAPE.search(text):
        raise NotStrictError
    return value


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


def _names_within(value: object) -> int:
    """How many names the objects of a value have together; raises for what is nested too deep."""
    level: list[Any] = [value] if type(value) is dict or type(value) is list else []
    count = 0
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return count
        objects = [held for held in level if type(held) is dict]
        count += sum(map(len, objects))
        lists = [held for held in level if type(held) is list]
        level = [
            inner
            for items in (*map(dict.values, objects), *lists)
            for inner in items
            if type(inner) is dict or type(inner) is list
        ]
    raise NotStrictError
