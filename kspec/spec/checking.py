"""Validators of classes from their annotations: pydantic-core's schema, without a pydantic
model.
"""

from __future__ import annotations

import sys
import types
import typing
from functools import partial
from typing import TYPE_CHECKING, Any

from kspec.spec.compiled import SchemaValidator
from kspec.spec.markers import Marker, Schema

if TYPE_CHECKING:
    pass

_PLAIN: dict[object, Schema] = {
    Any: {"type": "any"},
    object: {"type": "any"},
    int: {"type": "int"},
    float: {"type": "float"},
    str: {"type": "str"},
    bool: {"type": "bool"},
    None: {"type": "none"},
    type(None): {"type": "none"},
}


def validator_of(cls: type[Any]) -> SchemaValidator:
    """The validator of a class: of a mapping, its fields with defaults, and which were given."""
    fields = {}
    for name, field in cls.model_fields.items():
        schema = schema_of(_resolved(field.annotation, cls))
        if name in cls.unknown_fields:
            schema = {"type": "any"}
        elif (check := cls.field_rules.checks.get(name)) is not None:
            function = {"type": "no-info", "function": partial(check, cls, name)}
            schema = {"type": "function-after", "function": function, "schema": schema}
        if not field.is_required():
            schema = {"type": "default", "schema": schema, "default": field.default}
        fields[name] = {"type": "model-field", "schema": schema, "validation_alias": field.alias}
    core: Any = {"type": "model-fields", "model_name": cls.__name__, "fields": fields}
    core["extra_behavior"] = "forbid"
    return SchemaValidator(core)


def _resolved(annotation: Any, cls: type) -> Any:
    """The type that an annotation in quotes means."""
    if isinstance(annotation, str):
        return eval(annotation, vars(sys.modules[cls.__module__]))  # noqa: S307 - our own source
    return annotation


def schema_of(annotation: Any) -> Schema:
    """pydantic-core's schema of a type; of another class, that a value is an instance of it."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is typing.Annotated:
        return _marked(schema_of(arguments[0]), arguments[1:])
    if origin in {typing.Union, types.UnionType}:
        return _union(arguments)
    if origin is typing.Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin is list or annotation is list:
        return {"type": "list", "items_schema": schema_of(arguments[0] if arguments else Any)}
    if origin is dict or annotation is dict:
        keys, values = arguments or (Any, Any)
        return {"type": "dict", "keys_schema": schema_of(keys), "values_schema": schema_of(values)}
    return _PLAIN.get(annotation) or {"type": "is-instance", "cls": annotation}


def _marked(schema: Schema, markers: tuple[object, ...]) -> Schema:
    for marker in markers:
        if isinstance(marker, Marker):
            schema = marker.apply(schema)
    return schema


def _union(choices: tuple[object, ...]) -> Schema:
    real = [choice for choice in choices if choice is not type(None)]
    one = schema_of(real[0])
    schema: Schema = one
    if len(real) > 1:
        schema = {"type": "union", "choices": [one, *(schema_of(choice) for choice in real[1:])]}
    return schema if len(real) == len(choices) else {"type": "nullable", "schema": schema}


def pydantic_model_of(cls: type[Any]) -> Any:
    """The pydantic model with the fields of a class, for its JSON Schema."""
    from pydantic import ConfigDict, Field, create_model

    fields: dict[str, Any] = {}
    for name, field in cls.model_fields.items():
        annotation = _resolved(field.annotation, cls)
        if _holds_described(annotation):
            annotation = Any
        default = ... if field.is_required() else field.default
        fields[name] = (annotation, Field(default, alias=field.alias))
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, protected_namespaces=())
    return create_model(cls.__name__, __config__=config, __doc__=cls.__doc__, **fields)


def _holds_described(annotation: Any) -> bool:
    """Whether the field is an object of a described class, which has a schema of its own."""
    parts = typing.get_args(annotation) or (annotation,)
    return any(isinstance(part, type) and hasattr(part, "model_validate") for part in parts)
