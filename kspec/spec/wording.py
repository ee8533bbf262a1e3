"""Messages for pydantic's errors: raw validator text never reaches a user."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple
from kspec.spec.misplaced import misplaced_field
from kspec.spec.problem import Nested, Path, Problem
from kspec.spec.spec_object import SpecObject, field_meant
from kspec.spec.suggest import nearest
from kspec.spec.type_words import listed, literals, shown, words_for

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, ValidationError

_RANGES = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "multiple_of": ("a multiple of", "multiple_of"),
}
_LENGTHS = {"too_short": ("at least", "min_length"), "too_long": ("at most", "max_length")}
_BOOLEANS = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}


def problems_of(
    cls: type[SpecObject],
    values: Mapping[str, Any],
    error: ValidationError,
    path: Path,
    name_path: Path,
) -> tuple[list[Problem], dict[str, object]]:
    """All problems of an object, and the invalid fields with the values to use instead (or
    None).
    """
    by_field: dict[str, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        by_field.setdefault(str(details["loc"][0]), []).append(details)
    misspelt = {_meant(cls, field) for field in by_field if _is(by_field[field], "extra_forbidden")}
    problems: list[Problem] = []
    for field, group in by_field.items():
        if not (field in misspelt and _is(group, "missing")):
            problems.extend(_of_field(cls, values, field, group, path, name_path))
    return problems, {
        field: getattr(_nested(group[0]), "instead", None) for field, group in by_field.items()
    }


def _nested(details: ErrorDetails) -> Nested | None:
    error = details.get("ctx", {}).get("error")
    return error if isinstance(error, Nested) else None


def _is(group: list[ErrorDetails], kind: str) -> bool:
    return group[0]["type"] == kind


def _of_field(
    cls: type[SpecObject],
    values: Mapping[str, Any],
    field: str,
    group: list[ErrorDetails],
    path: Path,
    name_path: Path,
) -> list[Problem]:
    if _is(group, "extra_forbidden"):
        return [_unknown_field(cls, field, path)]
    if _is(group, "missing"):
        return [_missing_field(cls, field, path, name_path)]
    places = [_Place(item, inside_of(values[field], item["loc"][1:])) for item in group]
    worst = max(places, key=lambda place: place.weight)
    if (nested := _nested(worst.details)) is not None:
        return [problem.under((*path, field, *worst.inside)) for problem in nested.problems]
    return [_wrong_value(cls, values[field], field, worst, path)]


_PARTS = {
    "ModelSpec": "the spec",
    **{part: f'"{part.lower()}"' for part in ("Compile", "Fit", "Data")},
    "Swept": "a swept value",
}
"""Names of the parts of a spec in messages."""


def called(cls: type[SpecObject]) -> str:
    """Name of an object of the class in messages."""
    return _PARTS.get(cls.__name__, cls.__name__)


def at_start(cls: type[SpecObject]) -> str:
    """Name at the start of a sentence."""
    name = called(cls)
    return name[:1].upper() + name[1:]


def _unknown_field(cls: type[SpecObject], field: str, path: Path) -> Problem:
    known, elsewhere = _by_nearness(cls), misplaced_field(cls, field)
    meant = None if elsewhere else _meant(cls, field)
    takes = f"It takes: {listed(known)}." if known else "It takes no fields: leave it out."
    return Problem(
        "unknown_field",
        (*path, field),
        f'{at_start(cls)} has no field "{field}"',
        help=elsewhere or _meant_or(meant, takes),
        part="key",
        suggestion=f'"{meant}"' if meant else None,
    )


def _meant(cls: type[SpecObject], field: str) -> str | None:
    """The field that an unknown one is a misspelling of."""
    return field_meant(cls, field) or nearest(field, _by_nearness(cls))


def _by_nearness(cls: type[SpecObject]) -> list[str]:
    """The names of the fields, those of the class itself before those that others have too."""
    depth = {name: at for at, base in enumerate(cls.__mro__) for name in get_annotations(base)}
    written = cls.written()
    return sorted(
        (name for name in written if name != "kspec"), key=lambda name: depth[written[name][0]]
    )


def _missing_field(cls: type[SpecObject], field: str, path: Path, name_path: Path) -> Problem:
    return Problem(
        "missing_field",
        name_path or path,
        f'{at_start(cls)} needs the field "{field}"',
        help=f'Add "{field}": {_expected(cls, field)}.'.replace(": a value.", "."),
    )


class _Place(NamedTuple):
    """Problem found by pydantic, and its path inside the field's value."""

    details: ErrorDetails
    inside: Path

    @property
    def weight(self) -> tuple[int, bool, bool]:
        """Rank of the problem among others: the deepest first, then nested problems, then a range
        or a choice.
        """
        kind = self.details["type"]
        telling = kind in _RANGES or kind in _LENGTHS or kind == "literal_error"
        return len(self.inside), _nested(self.details) is not None, telling


def inside_of(value: Any, steps: tuple[int | str, ...]) -> Path:
    """The steps that lead into the value; pydantic puts the names of a union's members between."""
    path: list[int | str] = []
    for step in steps:
        if isinstance(value, list):
            known = isinstance(step, int) and step < len(value)
        else:
            known = isinstance(value, dict) and step in value
        if known:
            value = value[step]
            path.append(step)
    return tuple(path)


def _wrong_value(
    cls: type[SpecObject], value: Any, field: str, value_place: _Place, path: Path
) -> Problem:
    details, inside = value_place
    for step in inside:
        value = value[step]
    label, place = f'"{field}" of {called(cls)}', (*path, field, *inside)
    kind, context = details["type"], details.get("ctx", {})
    if kind in _RANGES:
        words, key = _RANGES[kind]
        message = f"{label} must be {words} {context[key]}, and is {shown(value)}"
        return Problem("invalid_value", place, message, _in_range(cls, field, value, context[key]))
    if kind in _LENGTHS and isinstance(value, list | str):
        words, key = _LENGTHS[kind]
        message = f"{label} must have {words} {context[key]} entries, and has {len(value)}"
        return Problem("invalid_value", place, message)
    if kind == "literal_error" and isinstance(value, str):
        return _no_choice(cls, field, value, label, place)
    if kind == "value_error":
        help_ = _usual(cls, field) or _share(cls, value) or "Write another value."
        is_ = f", and is {shown(value)}" if isinstance(value, int | float) else ""
        return Problem("invalid_value", place, f"{label} {context['error']}{is_}", help_)
    expected = _expected(cls, field)
    slip = slip_of(value, expected)
    what_is = f"there is {shown(value)} in it" if inside else f"is {shown(value)}"
    message = f"{label} must be {expected}, and {what_is}"
    help_ = slip.help or f"Write {expected}."
    return Problem("wrong_type", place, message, help_, suggestion=slip.suggestion)


def _in_range(cls: type[SpecObject], field: str, value: Any, limit: float) -> str:
    """Advice for a value out of range: the percentage as a fraction, or Keras's default."""
    if isinstance(value, int | float) and limit == 1 and 1 < value <= PERCENT:
        return f"As a share this is {value / PERCENT:g}."
    if type(value) is int and -BILLION < value < 0 == limit:
        return f"Without the minus this is {-value}."
    return _usual(cls, field) or f"Write {_expected(cls, field)}."


PERCENT = 100
CIRCLE = 360
BILLION = 10**9
"""Larger sizes are no slip."""


def _share(cls: type[SpecObject], value: Any) -> str:
    """Degrees or a percentage as a fraction, in words."""
    if not isinstance(value, int | float) or abs(value) <= 1:
        return ""
    if cls.__name__ == "RandomRotation":
        return f"As a share of a full turn this is {value / CIRCLE:.3g}."
    return f"As a share this is {value / PERCENT:g}." if abs(value) <= PERCENT else ""


def _usual(cls: type[SpecObject], field: str) -> str:
    """Default of a field in words; empty where it is no plain number."""
    default = cls.model_fields[field].default if field in cls.model_fields else None
    return f"The default is {default}." if type(default) in {int, float} else ""


def _no_choice(cls: type[SpecObject], field: str, value: str, label: str, place: Path) -> Problem:
    choices = [choice for choice in literals(_annotation(cls, field)) if isinstance(choice, str)]
    meant = nearest(value, choices)
    slip = slip_of(value, _expected(cls, field))
    return Problem(
        "invalid_value",
        place,
        f"{label} cannot be {shown(value)}",
        help=_meant_or(meant, slip.help or f"Choose {_expected(cls, field)}."),
        suggestion=f'"{meant}"' if meant else slip.suggestion,
    )


class Slip(NamedTuple):
    """Probable typing error: the advice, and the correct text."""

    help: str = ""
    suggestion: str | None = None


def slip_of(value: object, expected: str) -> Slip:
    """Typing error in a value where another is ``expected`` (in words)."""
    if isinstance(value, str):
        return _slip_in_quotes(value.strip(), expected)
    if isinstance(value, float) and value.is_integer() and "integer" in expected:
        return Slip(f"Write {int(value)} without a decimal point.", str(int(value)))
    if type(value) is int and expected.startswith("a list of integers"):
        return Slip(f"Write [{value}].", f"[{value}]")
    if isinstance(value, list) and len(value) == 1 and "list" not in expected:
        return Slip("Write it without the brackets.")
    return Slip()


def _slip_in_quotes(text: str, expected: str) -> Slip:
    boolean = _BOOLEANS.get(text.lower())
    if boolean is not None and "true or false" in expected:
        return Slip(f"Write {boolean} without quotes.", boolean)
    if text.lower() in {"none", "null"} and "null" in expected:
        return Slip("Write null without quotes.", "null")
    if not _is_number(text) or not ("integer" in expected or "number" in expected):
        return Slip()
    fits = "number" in expected or text.removeprefix("-").isdecimal()
    return Slip("Remove the quotes: a number in quotes is a string.", text if fits else None)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.lower().lstrip("+-") not in {"nan", "inf", "infinity"}


def _meant_or(meant: str | None, otherwise: str) -> str:
    return f'Did you mean "{meant}"?' if meant else otherwise


def _annotation(cls: type[SpecObject], field: str) -> object:
    return cls.written()[field][1].annotation


def _expected(cls: type[SpecObject], field: str) -> str:
    """Type of a field, in words."""
    return words_for(_annotation(cls, field))
