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
    openings = text.count("[") + text.count("{")
    if openings + text.count(",") >= MAX_NODES:
        raise NotStrictError
    try:
        if not text.isascii():
            text.encode()
        value = json.loads(
            text,
            object_pairs_hook=_mapping,
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise NotStrictError from error
    if _SURROGATE_ESCAPE.search(text) or (openings > MAX_DEPTH and not _is_shallow(value)):
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


def _is_shallow(value: object) -> bool:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for held in level
            for inner in (held.values() if isinstance(held, dict) else held)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return True
    return False
