"""Objects with unknown fields: reading one of these raises `UnknownValueError`.

A field that is unknown raises `UnknownValueError` when it is read, and all others are as ever. A
list with unknown items where None is allowed has None in their places: a size that is not known.
"""

from collections.abc import Mapping
from typing import Any

from kspec.spec.compiled import ValidationError
from kspec.spec.problem import Nested, Path
from kspec.spec.spec_object import SpecObject
from kspec.spec.unknown import Unknown, UnknownText, UnknownValueError, any_unknown, holds_unknown


def partial(
    cls: type[SpecObject], arguments: Mapping[str, Any]
) -> tuple[type[SpecObject], dict[str, Any]]:
    """A class whose unknown fields raise, and the values that it takes."""
    values, written = dict(arguments), cls.written()
    unknown, known = set(), True
    for name, value in arguments.items():
        if not holds_unknown(value) or (name in written and _fits(cls, name, value)):
            continue
        if name not in written:
            values[name] = None  # that there is no such field is known
            continue
        known = False
        sizes = _with_none(value)
        if sizes is not value and _takes(cls, name, sizes):
            values[name] = sizes
        else:
            unknown.add(name)
    if known:
        return cls, values
    fields = frozenset(written[name][0] for name in unknown)
    return with_unknown(cls, fields), values


def _with_none(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, int | None | Unknown) for item in value):
        return [None if isinstance(item, Unknown) else item for item in value]
    return value


def _fits(cls: type[SpecObject], name: str, value: object) -> bool:
    """Whether all is known that a field refuses of a value with unknown ones in it."""
    reads = _reads(cls, cls.written()[name][0])
    return reads and all(_is_known(one, value) for one in _refusals(cls, name, value))


def _takes(cls: type[SpecObject], name: str, value: object) -> bool:
    return not _refusals(cls, name, value)


def _refusals(cls: type[SpecObject], name: str, value: object) -> list[object]:
    """The errors of a field with a value; the value is the error where it is not known."""
    try:
        cls.model_validate({name: value})
    except UnknownValueError:
        return [value]
    except ValidationError as error:
        every = error.errors(include_url=False)
        return [one.get("ctx", {}).get("error") for one in every if one["loc"][:1] == (name,)]
    return []


def _is_known(refusal: object, value: object) -> bool:
    """Whether the refused parts of a list hold no unknown value, or are texts with a known end."""
    if not isinstance(refusal, Nested) or not isinstance(value, list):
        return False
    refused = [_at(value, problem.path) for problem in refusal.problems]
    return all(isinstance(one, UnknownText) or not holds_unknown(one) for one in refused)


def _at(value: Any, path: Path) -> Any:
    """The value at a path, or the last one that there is on the way."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, TypeError):
            break
    return value


def _reads(cls: type[SpecObject], attribute: str) -> bool:
    """Whether a field has a reader of its own, which makes an object of an unknown value."""
    annotation = cls.model_fields[attribute].annotation
    return any(hasattr(marker, "function") for marker in getattr(annotation, "__metadata__", ()))


_CLASSES: dict[tuple[type, frozenset[str]], type[SpecObject]] = {}


def with_unknown(cls: type[SpecObject], fields: frozenset[str]) -> type[SpecObject]:
    """Class like another, with unknown fields."""
    subclass = _CLASSES.get((cls, fields))
    if subclass is None:
        subclass = _CLASSES[cls, fields] = _make_class(cls, fields)
    return subclass


def _make_class(cls: type[SpecObject], fields: frozenset[str]) -> type[SpecObject]:
    members: dict[str, Any] = {name: property(_raise) for name in fields}
    members |= {"unknown_fields": fields, "partial_of": cls}
    return type(cls.__name__, (cls,), members)


def _raise(self: SpecObject) -> object:
    raise UnknownValueError(type(self).__name__, self)


def known_as(described: SpecObject, number: int) -> SpecObject | None:
    """Copy with a number in the place of every unknown value; None where that is invalid."""
    cls = type(described)
    whole: type[SpecObject] = cls.partial_of or cls
    values = {}
    for attribute in described.model_fields_set:
        field = cls.model_fields[attribute]
        value = described.__dict__[attribute]
        values[field.alias] = _known(value, number)
    for one in _choices(values, number):
        try:
            return whole.model_validate(one)
        except (ValidationError, UnknownValueError):
            continue
    return None


def _choices(values: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Numbers first, then true and false in their places."""
    if not any_unknown(values.values()):
        return [values]
    return [
        {key: _replaced(value, number) for key, value in values.items()},
        {key: _replaced(value, number % 2 == 1) for key, value in values.items()},
    ]


def _replaced(value: Any, by: object) -> Any:
    if isinstance(value, Unknown):
        return by
    return [_replaced(item, by) for item in value] if isinstance(value, list) else value


def _known(value: Any, number: int) -> Any:
    if isinstance(value, SpecObject):
        return known_as(value, number)
    return [_known(item, number) for item in value] if isinstance(value, list) else value
