"""Objects that a field names: a string, or a class with its own fields, in either dialect.

Three forms are read: ``"he_normal"``; the native ``{"type": "HeNormal", "seed": 1}``; and Keras's
``{"class_name": "HeNormal", "config": {"seed": 1}, "module": "keras.initializers"}``. Nothing is
imported but kspec's own description of the class.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from kspec.named_tuple import NamedTuple
from kspec.spec import registry
from kspec.spec.markers import Json, Plain
from kspec.spec.problem import Nested, Path, Problem
from kspec.spec.registry import Registry
from kspec.spec.spec_object import SpecObject
from kspec.spec.unknown import OwnFunction, OwnObject, Unknown
from kspec.spec.validation import validate


class Custom(NamedTuple):
    """A class or function of the user's own: known by name, never imported here."""

    name: str
    module: str | None = None
    written: Mapping[str, Any] | None = None
    """The document's own notation, where it is more than the name."""
    is_function: bool = False
    """Whether the code shows a function, which is logged by its own name."""
    logs: frozenset[str] | None = frozenset()
    """Names that a callback adds to the logs; None where they are not known."""


FUNCTION = "function"
"""Keras's class name of a function; the name of the function is in the place of the fields."""


FUNCTION_PARTS = ("code", "defaults", "closure")
"""Parts that Keras writes of a Python function without a name."""


class Named(NamedTuple):
    """Parts of an object's notation: its name, and the path of its fields."""

    name: str
    name_path: Path
    fields: Mapping[str, Any]
    fields_path: Path
    module: str | None
    registered_name: str | None


def notation(value: Mapping[str, Any], noun: str) -> Named:
    """The parts of an object in either dialect; raises `Nested` where it names nothing."""
    if "class_name" in value:
        fields = value.get("config")
        module, registered = _text(value.get("module")), _text(value.get("registered_name"))
        named = Named(value["class_name"], ("class_name",), {}, ("config",), module, registered)
    elif "type" in value:
        fields = {key: item for key, item in value.items() if key not in {"type", "lint"}}
        named = Named(value["type"], ("type",), {}, (), None, None)
    else:
        key = "class_name" if "config" in value else "type"
        message = f'This {noun} is an object without "{key}"'
        help_ = f'Name its class: {{"{key}": "..."}}.'
        raise Nested([Problem("missing_field", (), message, help_)])
    if not isinstance(named.name, str):
        message = f"The class of {_a(noun)} is named by a string, and not {type_word(named.name)}"
        raise Nested([Problem("wrong_type", named.name_path, message)])
    if named.name == FUNCTION and isinstance(fields, str):
        return named._replace(name=fields, name_path=named.fields_path)
    if fields is not None and not isinstance(fields, dict):
        message = f'"config" of {named.name} must be an object, and is {type_word(fields)}'
        raise Nested([Problem("wrong_type", named.fields_path, message)])
    return named._replace(fields=fields or {})


def is_bare_function(value: Mapping[str, Any]) -> bool:
    """Whether a value is a nameless Python function as an activation, for which Keras leaves the
    class away.
    """
    name = value.get("value")
    parts = name if len(value) == 1 and isinstance(name, list) else []
    return len(parts) == len(FUNCTION_PARTS) and isinstance(parts[0], str)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def is_custom(named: Named) -> bool:
    """Whether the class is outside Keras: ``package.module:Class``, a registered name or a
    module of its own.
    """
    if ":" in named.name or (named.registered_name or "") not in {"", named.name}:
        return True
    if named.module is None:
        # A class of a script: Keras writes no module, and registers nothing of its own.
        return bool(named.registered_name)
    return named.module.partition(".")[0] != "keras"


def custom_problem(named: Named, noun: str) -> Problem:
    """Problem of a class outside Keras: foreign code, or the user's own class that has to be handed
    over.
    """
    root = (named.module or "").partition(".")[0]
    if root in sys.stdlib_module_names or (named.module and not named.registered_name):
        return Problem(
            "foreign_module",
            named.name_path,
            f'This {noun} names "{named.name}" of the module "{named.module}", '
            "which is not part of Keras",
            help="Keras refuses to load it. If it is a class of yours, register it with "
            "keras.saving.register_keras_serializable() and save the model again.",
        )
    return Problem(
        "opaque_layer" if noun == "layer" else "unresolved_custom",
        named.name_path,
        f'"{named.name}" is a custom {noun}: kspec cannot see what it does',
        help="Its output is taken as unknown. To load or train it, hand the class over "
        "(custom_objects=, or --allow-import).",
    )


def read_object(value: object, kinds: Registry) -> SpecObject | Custom:
    """Read an object of a kind from any of its notations; raises `Nested` with its problems.

    An object that is only known by name is a `Custom` (in the exception too), and an object passes
    unchanged.
    """
    if isinstance(value, (SpecObject, Custom)):
        return value
    own = value.get("type") if isinstance(value, dict) else value
    if isinstance(own, Unknown):
        logs = own.logs if isinstance(own, OwnObject) else frozenset()
        fields = value if isinstance(value, dict) else None
        return Custom(own.name, None, fields, is_function=isinstance(own, OwnFunction), logs=logs)
    if isinstance(value, str):
        return _from_string(value, kinds)
    if not isinstance(value, dict):
        message = (
            f"{_a(kinds.noun).capitalize()} is a name or an object, and not {type_word(value)}"
        )
        raise Nested([Problem("wrong_type", (), message)])
    written = repr(value)
    return kinds.known(written) or _from_mapping(value, kinds, written)


def _from_mapping(value: Mapping[str, Any], kinds: Registry, written: str) -> SpecObject | Custom:
    if is_bare_function(value):
        named = Named("lambda", (), {}, (), None, "lambda")
        raise Nested([custom_problem(named, kinds.noun)], Custom(named.name, None, value))
    named = notation(value, kinds.noun)
    if value.get("class_name") == FUNCTION:
        return _from_function(value, named, kinds)
    unseen = Custom(named.name, named.module, value)
    cls = kinds.find(named.name)
    if is_custom(named) and not (cls and kinds.by_name and value.get("module")):
        raise Nested([custom_problem(named, kinds.noun)], unseen)
    if "module" in value and value["module"] is None:
        message = f'Keras cannot find "{named.name}" without its module'
        help_ = 'Add "module", as Keras writes it.'
        raise Nested([Problem("missing_field", (), message, help_)], unseen)
    if cls is None:
        problem = unknown_name(named.name, named.name_path, kinds, kinds.names())
        raise Nested([problem], unseen)
    instance, problems = validate(cls, named.fields, named.fields_path, named.name_path)
    if problems or instance is None:
        raise Nested(problems, instance or unseen)
    kinds.remember(written, instance)
    return instance


def _from_function(value: Mapping[str, Any], named: Named, kinds: Registry) -> SpecObject | Custom:
    """A function as Keras writes it; one of the user's own is written as if it were a builtin."""
    builtin = (named.module or "").partition(".")[0] in {"", "builtins", "keras"}
    if builtin and kinds.resolve(named.name) is not None:
        return _from_string(named.name, kinds, named.name_path)
    unseen = named._replace(registered_name=named.name, module=None if builtin else named.module)
    raise Nested([custom_problem(unseen, kinds.noun)], Custom(named.name, named.module, value))


def _from_string(text: str, kinds: Registry, path: Path = ()) -> SpecObject | Custom:
    if ":" in text:
        named = Named(text, path, {}, path, None, None)
        raise Nested([custom_problem(named, kinds.noun)], Custom(text))
    cls = kinds.find(kinds.resolve(text) or text)
    if cls is None:
        known = _usable(text, kinds, kinds.strings(), with_fields=False)
        raise Nested([unknown_name(text, path, kinds, known)], Custom(text))
    instance, problems = validate(cls, {}, path, path)
    if instance is None or problems:
        raise Nested(problems, instance or Custom(cls.__name__))
    if kinds.resolve(text) is None:
        problem = Problem(
            "unknown_name",
            path,
            f'Keras knows the {kinds.noun} {cls.__name__}, but not by the string "{text}"',
            help=f'Write {{"type": "{cls.__name__}"}}.',
            suggestion=f'{{"type": "{cls.__name__}"}}',
        )
        raise Nested([problem], instance)
    return instance


def _usable(text: str, kinds: Registry, known: list[str], *, with_fields: bool) -> list[str]:
    """Names to choose the nearest from, without nearer ones that are never meant: a class that
    Keras refuses with any fields, or (``with_fields`` false) without fields.
    """
    from kspec.spec.suggest import nearest

    while (meant := nearest(text, known)) is not None:
        cls = kinds.find(meant)
        problems = [] if cls is None else validate(cls, {}, (), ())[1]
        if all(with_fields and problem.kind == "missing_field" for problem in problems):
            break
        known = [name for name in known if name != meant]
    return known


def unknown_name(name: str, path: Path, kinds: Registry, known: list[str]) -> Problem:
    """A name that Keras does not know, with the nearest that it does."""
    from kspec.spec.misplaced import misplaced_name
    from kspec.spec.suggest import nearest
    from kspec.spec.type_words import listed

    if (misplaced := misplaced_name(name, path, kinds.noun)) is not None:
        return misplaced
    problem = Problem("unknown_name", path, f'Keras has no {kinds.noun} "{name}"')
    if (meant := nearest(name, known)) is not None:
        return problem.meaning(meant)
    help_ = f"Keras knows {listed(kinds.spellings(known))}."
    if near := nearest(name, _usable(name, kinds, kinds.names(), with_fields=True)):
        cls = kinds.find(near)
        class_name = near if cls is None else cls.__name__
        help_ = f'Write {{"type": "{class_name}"}} for Keras\'s class {class_name}.'
    return problem._replace(help=help_)


def type_word(value: object) -> str:
    """Type of a document's value, in words."""
    words = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
    }
    return words.get(type(value), "null")


def _string_or_object(kinds: Registry) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value is None or (isinstance(value, str) and kinds.resolve(value) is not None):
            return value
        return read_object(value, kinds)

    return read


Initializer = Annotated[
    Any, Plain(_string_or_object(registry.INITIALIZERS)), Json({"x-kind": "initializer"})
]
Regularizer = Annotated[
    Any, Plain(_string_or_object(registry.REGULARIZERS)), Json({"x-kind": "regularizer"})
]
Constraint = Annotated[
    Any, Plain(_string_or_object(registry.CONSTRAINTS)), Json({"x-kind": "constraint"})
]
