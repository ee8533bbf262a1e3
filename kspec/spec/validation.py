"""Validation of a document's mapping into an instance of a class: all problems at once, each at its
own path.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from kspec.spec.compiled import ValidationError
from kspec.spec.problem import Path, Problem
from kspec.spec.spec_object import SpecObject
from kspec.spec.unknown import UnknownValueError, any_unknown

D = TypeVar("D", bound=SpecObject)


_HARMLESS = frozenset(
    ("coerced_value", "deprecated_argument", "opaque_layer", "unknown_name", "unresolved_custom")
)
"""Problems that do not change the output of a layer: Keras makes it nevertheless, or would with
another activation.
"""


def validate(
    cls: type[D], values: Mapping[str, Any], path: Path, name_path: Path
) -> tuple[D | None, list[Problem]]:
    """Validate values into an instance; returns it with its problems.

    ``path`` is that of the fields, ``name_path`` that of the class name (there a missing field is
    reported). The instance has the valid fields, with defaults for the others, and is None when a
    required field is missing or wrong. Conflicts between fields are reported when every field is
    known: a default in the place of a wrong value may cause a false one.
    """
    fields = cls.prepared(dict(values))
    if cls.partial_of is None and _is_open(cls, fields):
        from kspec.spec.partial import partial

        known, fields = partial(cls, fields)
        return _validated(known, fields, path, name_path)  # type: ignore[return-value]
    return _validated(cls, fields, path, name_path)


def _is_open(cls: type[SpecObject], fields: Mapping[str, Any]) -> bool:
    apart = cls.serialization.read_apart
    if not apart:
        return any_unknown(fields.values())
    return any_unknown(value for key, value in fields.items() if key not in apart)


def _validated(
    cls: type[D], fields: dict[str, Any], path: Path, name_path: Path
) -> tuple[D | None, list[Problem]]:
    problems: list[Problem] = []
    known = True
    instance: D | None
    try:
        instance = cls.model_validate(fields)
    except ValidationError as error:
        instance, problems, known = _in_spite(cls, fields, error, path, name_path)
    if instance is not None:
        if known:
            problems.extend(problem.under(path) for problem in _conflicts(instance))
        instance.is_invalid = any(problem.kind not in _HARMLESS for problem in problems)
    return instance, problems


def _conflicts(instance: SpecObject) -> Iterator[Problem]:
    try:
        yield from instance.conflicts()
    except UnknownValueError:
        return


def _in_spite(
    cls: type[D], fields: dict[str, Any], error: ValidationError, path: Path, name_path: Path
) -> tuple[D | None, list[Problem], bool]:
    """Validate values that are not all valid: the instance as far as it can be made, the problems,
    and whether every field is known.
    """
    from kspec.spec.coercion import coerced
    from kspec.spec.wording import problems_of

    accepted = coerced(cls, fields, error, path)
    if accepted.error is None:
        return cls.model_validate(accepted.values), accepted.problems, True
    problems, instead = problems_of(cls, accepted.values, accepted.error, path, name_path)
    instance = _from_the_rest(
        cls,
        {
            key: instead.get(key, value)
            for key, value in accepted.values.items()
            if key not in instead or instead[key] is not None
        },
    )
    problems = [_if_asked(instance, problem, len(path)) for problem in problems]
    return instance, [*accepted.problems, *problems], None not in instead.values()


def _if_asked(instance: SpecObject | None, problem: Problem, depth: int) -> Problem:
    """Reduce a problem of a field that Keras does not read here to a remark."""
    field = problem.path[depth] if len(problem.path) > depth else None
    other = None if instance is None else instance.field_rules.used_only_if.get(str(field))
    if other is None or problem.kind == "unknown_field" or getattr(instance, other):
        return problem
    message = f"{problem.message}; here Keras passes over it"
    return problem._replace(kind="coerced_value", message=message)


def _from_the_rest(cls: type[D], values: Mapping[str, Any]) -> D | None:
    try:
        return cls.model_validate(values)
    except ValidationError:
        return None
