"""Values of a wrong type that Keras takes for others, and runs: read as Keras reads them.

An argument has no type in Python: anything is true or false, and true is the number 1.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple
from kspec.spec.compiled import ValidationError
from kspec.spec.markers import LOOSE
from kspec.spec.problem import Path, Problem
from kspec.spec.type_words import shown
from kspec.spec.wording import called, inside_of, slip_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from kspec.spec.spec_object import SpecObject

_OF_NUMBERS = frozenset(("int_type", "float_type"))


class Coerced(NamedTuple):
    """Values as Keras takes them, the problems of that coercion, and the error that remains."""

    values: dict[str, Any]
    problems: list[Problem]
    error: ValidationError | None


def coerced(
    cls: type[SpecObject], values: dict[str, Any], error: ValidationError, path: Path
) -> Coerced:
    """The values with those that Keras takes for others replaced, where that makes them right."""
    by_field: dict[str, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        by_field.setdefault(str(details["loc"][0]), []).append(details)
    readings = {
        field: reading
        for field, group in by_field.items()
        if field in values
        and field not in cls.field_rules.strict
        and (reading := _reading(values[field], group)) is not None
    }
    meant = {field: reading.value for field, reading in readings.items()}
    wrong = _wrong(cls, {**values, **meant})
    kept = {field: value for field, value in meant.items() if field not in wrong}
    if not kept:
        return Coerced(values, [], error)
    problems = [
        _coercion_problem(cls, field, place, at(values[field], place), (*path, field))
        for field in kept
        for place in readings[field].places
    ]
    result = {**values, **kept}
    try:
        cls.model_validate(result)
    except ValidationError as left:
        return Coerced(result, problems, left)
    return Coerced(result, problems, None)


class _Reading(NamedTuple):
    """Value of a field as Keras reads it, and the places in it to report."""

    value: object
    places: list[Path]


def _reading(value: Any, group: list[ErrorDetails]) -> _Reading | None:
    kinds = [details["type"] for details in group]
    is_number = isinstance(value, int | float)
    if kinds == [LOOSE] or (is_number and LOOSE in kinds):
        return _Reading(bool(value), [] if is_number and value in {0, 1} else [()])
    places = {
        place
        for details in group
        if details["type"] in _OF_NUMBERS
        and isinstance(at(value, place := inside_of(value, details["loc"][1:])), bool)
    }
    if not places:
        return None
    holder = [deepcopy(value)]
    for place in places:
        *above, key = (0, *place)
        at(holder, tuple(above))[key] = int(at(value, place))
    return _Reading(holder[0], sorted(places, key=str))


def at(value: Any, place: Path) -> Any:
    """The value inside of another."""
    for step in place:
        value = value[step]
    return value


def _wrong(cls: type[SpecObject], values: dict[str, Any]) -> set[str]:
    try:
        cls.model_validate(values)
    except ValidationError as error:
        return {str(details["loc"][0]) for details in error.errors(include_url=False)}
    return set()


def _coercion_problem(
    cls: type[SpecObject], field: str, place: Path, value: object, path: Path
) -> Problem:
    coerced_word = shown(int(value) if isinstance(value, bool) else bool(value))
    slip = slip_of(value, "true or false")
    return Problem(
        "coerced_value",
        (*path, *place),
        f'"{field}" of {called(cls)} is {shown(value)}, which Keras takes for {coerced_word}',
        help=slip.help or f"Write {coerced_word}, if that is what you mean.",
        suggestion=slip.suggestion,
    )
