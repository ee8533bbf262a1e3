"""Objects that a field names: a string, or a class with its own fields, in either dialect.

Three forms are read: ``"he_normal"``; the native ``{"type": "HeNormal", "seed": 1}``; and Keras's
``{"class_name": "HeNormal", "config": {"seed": 1}, "module": "keras.initializers"}``. Nothing is
imported but kspec's own description of the class.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from kspec.spec import registry
from kspec.spec.described import Described
from kspec.spec.problem import Path, Problem
from kspec.spec.registry import Registry
from kspec.spec.validation import Nested, validate


class Custom(NamedTuple):
    """A class or function of the user's own: known by name, never imported here."""

    name: str
    module: str | None = None


class Named(NamedTuple):
    """The parts of an object's notation: what it is called, and where its fields stand."""

    name: str
    name_path: Path
    fields: Mapping[str, Any]
    fields_path: Path
    module: str | None
    registered_name: str | None


def notation(value: Mapping[str, Any], noun: str) -> Named:
    """The parts of an object in either dialect; raises `Nested` where it names nothing."""
    if "class_name" in value:
        name, name_path = value["class_name"], ("class_name",)
        fields, fields_path = value.get("config"), ("config",)
        module, registered = value.get("module"), value.get("registered_name")
    elif "type" in value:
        name, name_path = value["type"], ("type",)
        fields = {key: item for key, item in value.items() if key not in {"type", "lint"}}
        fields_path, module, registered = (), None, None
    else:
        message = f'This {noun} is an object without "type"'
        raise Nested(
            [Problem("missing_field", (), message, help='Name its class: {"type": "..."}.')]
        )
    if not isinstance(name, str):
        raise Nested([Problem("wrong_type", name_path, f"The class of a {noun} must be a string")])
    if fields is None:
        fields = {}
    if not isinstance(fields, Mapping) and name != "function":
        raise Nested([Problem("wrong_type", fields_path, f'"config" of {name} must be an object')])
    return Named(name, name_path, fields, fields_path, _text(module), _text(registered))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def is_custom(named: Named) -> bool:
    """Whether the class is outside Keras: ``package.module:Class``, a registered name or a
    module of its own.
    """
    if ":" in named.name or (named.registered_name or "") not in {"", named.name}:
        return True
    return named.module is not None and named.module.partition(".")[0] != "keras"


def custom_problem(named: Named, noun: str) -> Problem:
    """What to say about a class outside Keras: foreign code, or the user's own class that has
    to be handed over.
    """
    root = (named.module or "").partition(".")[0]
    if root in sys.stdlib_module_names or (named.module and not named.registered_name):
        return Problem(
            "foreign_module",
            named.name_path,
            f'This {noun} names "{named.name}" of the module "{named.module}", which is not part of Keras',
            help="Keras refuses to load it. If it is a class of yours, register it with "
            "keras.saving.register_keras_serializable() and save the model again.",
        )
    return Problem(
        "unresolved_custom",
        named.name_path,
        f'"{named.name}" is a custom {noun}: kspec cannot see what it does',
        help="Its output is taken as unknown. To load or train it, hand the class over "
        "(custom_objects=, or --allow-import).",
    )


def read_object(value: object, kinds: Registry) -> Described | Custom:
    """An object of one kind from any of its notations; raises `Nested` with what is wrong."""
    if isinstance(value, str):
        return _from_string(value, kinds)
    if not isinstance(value, Mapping):
        raise Nested(
            [
                Problem(
                    "wrong_type",
                    (),
                    f"A {kinds.noun} is a name or an object, and not {type_word(value)}",
                )
            ]
        )
    named = notation(value, kinds.noun)
    if named.name == "function":
        function = value.get("config")
        return _from_string(function if isinstance(function, str) else "", kinds, ("config",))
    cls = None if is_custom(named) else kinds.find(named.name)
    if cls is None:
        if is_custom(named):
            raise Nested([custom_problem(named, kinds.noun)])
        raise Nested([unknown_name(named.name, named.name_path, kinds, kinds.names())])
    instance, problems = validate(cls, named.fields, named.fields_path, named.name_path)
    if problems or instance is None:
        raise Nested(problems)
    return instance


def _from_string(text: str, kinds: Registry, path: Path = ()) -> Described | Custom:
    name = kinds.resolve(text)
    cls = kinds.find(name) if name is not None else None
    if cls is None:
        raise Nested([unknown_name(text, path, kinds, kinds.strings())])
    instance, problems = validate(cls, {}, path, path)
    if instance is None:
        raise Nested(problems)
    return instance


def unknown_name(name: str, path: Path, kinds: Registry, known: list[str]) -> Problem:
    """A name that Keras does not know, with the nearest that it does."""
    from kspec.spec.suggest import nearest

    meant = nearest(name, known)
    return Problem(
        "unknown_name",
        path,
        f'Keras has no {kinds.noun} "{name}"',
        help=f'Did you mean "{meant}"?' if meant else f"Keras knows: {', '.join(known)}.",
        suggestion=f'"{meant}"' if meant else None,
    )


def type_word(value: object) -> str:
    """What a document's value is, in words."""
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
    Any,
    PlainValidator(_string_or_object(registry.INITIALIZERS)),
    WithJsonSchema({"x-kind": "initializer"}),
]
Regularizer = Annotated[
    Any,
    PlainValidator(_string_or_object(registry.REGULARIZERS)),
    WithJsonSchema({"x-kind": "regularizer"}),
]
Constraint = Annotated[
    Any,
    PlainValidator(_string_or_object(registry.CONSTRAINTS)),
    WithJsonSchema({"x-kind": "constraint"}),
]
Quantization = Annotated[
    Any,
    PlainValidator(_string_or_object(registry.QUANTIZERS)),
    WithJsonSchema({"x-kind": "quantizer"}),
]


def class_name(value: object, kinds: Registry) -> str | None:
    """The class that a field's value names, whether written as a string or as an object."""
    return (
        kinds.resolve(value)
        if isinstance(value, str)
        else type(value).__name__
        if value is not None
        else None
    )
