"""Numbers in nested lists, as Keras turns them into arrays."""

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from kspec.spec.problem import Problem
from kspec.spec.validation import Nested


def array_shape(value: object) -> tuple[int, ...] | None:
    """The shape of numbers in nested lists, None where they do not make an array."""
    if isinstance(value, list):
        shapes = {array_shape(item) for item in value}
        inner = next(iter(shapes), ())
        return None if len(shapes) > 1 or inner is None else (len(value), *inner)
    return () if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_array(value: object) -> object:
    """A number or nested lists of numbers; also in the notation of Keras for a numpy array."""
    if isinstance(value, dict) and value.get("class_name") in {"__numpy__", "__tensor__"}:
        config = value.get("config")
        value = config.get("value") if isinstance(config, dict) else None
    if array_shape(value) is None:
        message = "This must be a number, or a list of numbers of one length at each depth"
        raise Nested([Problem("wrong_type", (), message)])
    return value


Array = Annotated[
    Any, PlainValidator(read_array), WithJsonSchema({"type": ["number", "array", "object"]})
]
