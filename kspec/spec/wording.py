"""Words for what pydantic finds: raw validator text never reaches a user."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kspec.spec.described import Described
from kspec.spec.problem import Path, Problem
from kspec.spec.suggest import nearest
from kspec.spec.validation import Nested

_NAMES = {
    int: "an integer",
    float: "a number",
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_RANGES = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "multiple_of": ("a multiple of", "multiple_of"),
}


def problems_of(
    cls: type[Described],
    values: Mapping[str, Any],
    error: ValidationError,
    path: Path,
    name_path: Path,
) -> tuple[list[Problem], dict[str, object]]:
    """All problems of one object, and the fields that are wrong with what they hold instead (or
    None).
    """
    by_field: dict[str, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        by_field.setdefault(str(details["loc"][0]), []).append(details)
    problems: list[Problem] = []
    for field, group in by_field.items():
        problems.extend(_of_field(cls, values, field, group, path, name_path))
    return problems, {
        field: getattr(_nested(group), "instead", None) for field, group in by_field.items()
    }


def _nested(group: list[ErrorDetails]) -> object:
    return group[0].get("ctx", {}).get("error")


def _of_field(
    cls: type[Described],
    values: Mapping[str, Any],
    field: str,
    group: list[ErrorDetails],
    path: Path,
    name_path: Path,
) -> list[Problem]:
    kind = group[0]["type"]
    if kind == "extra_forbidden":
        return [_unknown_field(cls, field, path)]
    if kind == "missing":
        return [_missing_field(cls, field, path, name_path)]
    nested = _nested(group)
    if isinstance(nested, Nested):
        return [problem.under((*path, field)) for problem in nested.problems]
    return [_wrong_value(cls, values[field], field, group, path)]


def _unknown_field(cls: type[Described], field: str, path: Path) -> Problem:
    known = [name for name in cls.written() if name != "kspec"]
    meant = cls.renamed.get(field) or nearest(field, known)
    return Problem(
        "unknown_field",
        (*path, field),
        f'{cls.__name__} has no field "{field}"',
        help=f'Did you mean "{meant}"?' if meant else f"It takes: {', '.join(known)}.",
        part="key",
        suggestion=f'"{meant}"' if meant else None,
    )


def _missing_field(cls: type[Described], field: str, path: Path, name_path: Path) -> Problem:
    return Problem(
        "missing_field",
        name_path or path,
        f'{cls.__name__} needs the field "{field}"',
        help=f'Add "{field}": {_expected(cls, field)}.',
    )


def _wrong_value(
    cls: type[Described], value: object, field: str, group: list[ErrorDetails], path: Path
) -> Problem:
    details = max(
        group,
        key=lambda item: (_depth(item), item["type"] in _RANGES or item["type"] == "literal_error"),
    )
    place = (*path, field, *_inside(details))
    value = details["input"] if _depth(details) or len(group) == 1 else value
    label = f'"{field}" of {cls.__name__}'
    if details["type"] in _RANGES:
        words, key = _RANGES[details["type"]]
        bound = details["ctx"][key]
        return Problem(
            "invalid_value", place, f"{label} must be {words} {bound}, and is {shown(value)}"
        )
    if details["type"] == "literal_error" and isinstance(value, str):
        choices = _choices(cls, field)
        meant = nearest(value, choices)
        listed = ", ".join(f'"{choice}"' for choice in choices)
        return Problem(
            "invalid_value",
            place,
            f"{label} cannot be {shown(value)}",
            help=f'Did you mean "{meant}"?' if meant else f"Choose one of {listed}.",
            suggestion=f'"{meant}"' if meant else None,
        )
    if details["type"] == "value_error":
        return Problem("invalid_value", place, f"{label} {details['ctx']['error']}")
    return Problem(
        "wrong_type",
        place,
        f"{label} must be {_expected(cls, field)}, and is {shown(value)}",
        help=_slip(value),
    )


def _depth(details: ErrorDetails) -> int:
    return len(_inside(details))


def _inside(details: ErrorDetails) -> Path:
    return tuple(step for step in details["loc"][1:] if isinstance(step, int))


def _slip(value: object) -> str:
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return ""
        return "Remove the quotes: a number in quotes is a string."
    if isinstance(value, float) and value.is_integer():
        return f"Write {int(value)} without a decimal point."
    return ""


def _expected(cls: type[Described], field: str) -> str:
    _, info = cls.written()[field]
    choices = _choices(cls, field)
    if choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in choices)
    return words_for(info.annotation)


def _choices(cls: type[Described], field: str) -> list[str]:
    return [
        choice
        for choice in _literals(cls.written()[field][1].annotation)
        if isinstance(choice, str)
    ]


def _literals(annotation: object) -> list[object]:
    if typing.get_origin(annotation) is typing.Literal:
        return list(typing.get_args(annotation))
    return [literal for part in typing.get_args(annotation) for literal in _literals(part)]


def words_for(annotation: object) -> str:
    """A type in words: ``int | list[int]`` gives "an integer or a list of integers"."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is typing.Annotated:
        return words_for(arguments[0])
    if origin in {typing.Union, types.UnionType}:
        parts: list[str] = []
        for part in arguments:
            for word in words_for(part).split(" or "):
                if word not in parts and not (word == "an integer" and "a number" in parts):
                    parts.append(word)
        if "a number" in parts and "an integer" in parts:
            parts.remove("an integer")
        return " or ".join(parts)
    if origin is list:
        return "a list of " + _plural(words_for(arguments[0]))
    return _NAMES.get(typing.cast("type", origin or annotation), "another value")


def _plural(words: str) -> str:
    if words == "true or false":
        return "booleans"
    nouns = [word.removeprefix("an ").removeprefix("a ") for word in words.split(" or ")]
    return " or ".join(
        f"lists{noun.removeprefix('list')}" if noun.startswith("list ") else f"{noun}s"
        for noun in nouns
    )


def shown(value: object) -> str:
    """A value as JSON shows it, cut when long."""
    import json

    if isinstance(value, dict):
        return "an object"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    kind = "the string " if isinstance(value, str) else ""
    return kind + (text if len(text) <= 60 else text[:57] + "...")  # noqa: PLR2004 - about half a line


__all__ = ["problems_of", "shown", "words_for"]
