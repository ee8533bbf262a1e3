"""Markers of annotations beside the type: strictness, ranges, and readers.

Each marker changes a schema of pydantic-core, which does the checking; pydantic itself understands
them too, and is imported only for a whole pydantic model (for the JSON Schema).
"""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
NUMERIC = frozenset(("int", "float"))
LOOSE = "loose_boolean"


class Marker:
    """A part of an ``Annotated`` type."""

    def apply(self, schema: Schema) -> Schema:
        """Apply the marker to a schema."""
        raise TypeError(type(self).__name__)

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], Any]) -> Any:
        return self.apply(handler(source))


class Strict(Marker):
    """Nothing is coerced."""

    def apply(self, schema: Schema) -> Schema:
        return {**schema, "strict": True}


class Loose(Marker):
    """Keras takes any value for true or false, and never checks its type."""

    def apply(self, schema: Schema) -> Schema:
        # The type of the error is the message, and a valid value costs no more than before.
        kind = {"custom_error_type": LOOSE, "custom_error_message": "no boolean"}
        return {"type": "custom-error", "schema": schema, **kind}


class Bound(Marker):
    """A limit of a number, or of each number that a union may be."""

    key = ""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def apply(self, schema: Schema) -> Schema:
        if schema["type"] in NUMERIC:
            return {**schema, self.key: self.limit}
        if schema["type"] == "union":
            return {**schema, "choices": [self.apply(choice) for choice in schema["choices"]]}
        if "schema" in schema:
            return {**schema, "schema": self.apply(schema["schema"])}
        return schema


class Gt(Bound):
    """Greater than."""

    key = "gt"


class Ge(Bound):
    """Lower bound, inclusive."""

    key = "ge"


class Lt(Bound):
    """Less than."""

    key = "lt"


class Le(Bound):
    """Upper bound, inclusive."""

    key = "le"


class Len(Marker):
    """Number of items, or of characters."""

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def apply(self, schema: Schema) -> Schema:
        limits = {"min_length": self.least, "max_length": self.most}
        return {**schema, **{key: limit for key, limit in limits.items() if limit is not None}}


class Finite(Marker):
    """Neither infinite nor NaN."""

    def apply(self, schema: Schema) -> Schema:
        return {**schema, "allow_inf_nan": False}


class Reading(Marker):
    """Reader of a field's value; its ``ValueError`` is a problem of the field."""

    mode = ""

    def __init__(self, function: Callable[[Any], object]) -> None:
        self.function = function

    def apply(self, schema: Schema) -> Schema:
        function = {"type": "no-info", "function": self.function}
        return {"type": f"function-{self.mode}", "function": function, "schema": schema}


class Before(Reading):
    """Reads the value before its type is checked."""

    mode = "before"


class After(Reading):
    """Checks the value after its type."""

    mode = "after"


class Plain(Reading):
    """Reads the value alone: the type is not checked."""

    def apply(self, schema: Schema) -> Schema:
        return {
            "type": "function-plain",
            "function": {"type": "no-info", "function": self.function},
        }


class Json(Marker):
    """JSON Schema of a field, in the place of that of its type."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def apply(self, schema: Schema) -> Schema:
        return schema

    def __get_pydantic_json_schema__(self, core: object, handler: object) -> Schema:
        return dict(self.schema)
