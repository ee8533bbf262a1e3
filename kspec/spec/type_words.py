"""Types, values and numbers in the words of messages: "an integer or a list of integers"."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping

from kspec.spec.markers import Bound, Ge, Gt, Le, Lt

_NAMES: dict[object, str] = {
    int: "an integer",
    float: "a number",
    str: "a string",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
    typing.Any: "a value",
}
_PLURALS = {"true or false": "booleans", "a value": "values"}
_BOUNDS: Mapping[type[Bound], str] = {
    Gt: "greater than",
    Ge: "of at least",
    Lt: "less than",
    Le: "of at most",
}
_WIDEST = 60


def words_for(annotation: object, constraints: Iterable[object] = ()) -> str:
    """Type in words; ``constraints`` are the other arguments of `typing.Annotated`."""
    return _in_a_row(_alternatives(annotation, constraints))


def _alternatives(annotation: object, constraints: Iterable[object] = ()) -> list[str]:
    """Alternatives of a type in words, each once; a number may be an integer, and null comes
    last.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _alternatives(arguments[0], (*constraints, *arguments[1:]))
    if origin is typing.Literal:
        return [_quoted(choice) for choice in arguments]
    if origin in {typing.Union, types.UnionType}:
        return _distinct(word for part in arguments for word in _alternatives(part, constraints))
    if origin is list:
        return [f"a list of {_plural(_alternatives(arguments[0]))}"]
    if origin is dict:
        return [f"an object with {_plural(_alternatives(arguments[1]))}"]
    name = _NAMES.get(annotation, "a value")
    return [name + _bounds(constraints) if name in {"an integer", "a number"} else name]


def _distinct(words: Iterable[str]) -> list[str]:
    unique = dict.fromkeys(words)
    kept = [
        word
        for word in unique
        if word != "null"
        and (not word.startswith("an integer") or f"a number{word[10:]}" not in unique)
    ]
    return [*kept, "null"] if "null" in unique else kept


def _in_a_row(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _bounds(constraints: Iterable[object]) -> str:
    """`` greater than 0``, `` from 0 to 1``."""
    limits = {type(item): item.limit for item in constraints if isinstance(item, Bound)}
    if Ge in limits and Le in limits:
        return f" from {limits[Ge]} to {limits[Le]}"
    words = [f"{text} {limits[kind]}" for kind, text in _BOUNDS.items() if kind in limits]
    return f" {' and '.join(words)}" if words else ""


def _plural(alternatives: list[str]) -> str:
    return _in_a_row([_plural_of_one(words) for words in alternatives if words != "null"])


def _plural_of_one(words: str) -> str:
    if words in _PLURALS or words.startswith('"'):
        return _PLURALS.get(words, words)
    noun, *rest = words.removeprefix("an ").removeprefix("a ").split(" ", 1)
    return " ".join([f"{noun}s", *rest])


def literals(annotation: object) -> Iterator[object]:
    """All values that the literal parts of a type allow."""
    if typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
        return
    for part in typing.get_args(annotation):
        yield from literals(part)


def _quoted(choice: object) -> str:
    return f'"{choice}"' if isinstance(choice, str) else shown(choice)


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
    return kind + (text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "...")


def counted(number: int | None, noun: str) -> str:
    """A number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str], limit: int = 16) -> str:
    """Names in a row, the first ones where there are many."""
    items = list(names)
    more = len(items) - limit
    return ", ".join(items[:limit]) + (f" and {more} more" if more > 0 else "")
