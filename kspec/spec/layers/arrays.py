"""Numbers in nested lists, as Keras turns them into arrays."""

from typing import Annotated, Any

from kspec.spec.markers import Json, Plain

NUMBERS: frozenset[type] = frozenset((int, float))


def array_shape(value: object, types: frozenset[type] = NUMBERS) -> tuple[int, ...] | None:
    """The shape of values in nested lists, None where they do not make an array of these types."""
    if isinstance(value, list):
        shapes = {array_shape(item, types) for item in value}
        inner = next(iter(shapes), ())
        return None if len(shapes) > 1 or inner is None else (len(value), *inner)
    return () if type(value) in types else None


def read_array(value: object) -> object:
    """A number or nested lists of numbers; also in the notation of Keras for a numpy array."""
    if isinstance(value, dict) and value.get("class_name") in {"__numpy__", "__tensor__"}:
        config = value.get("config")
        value = config.get("value") if isinstance(config, dict) else None
    if array_shape(value) is None:
        raise ValueError("must be a number, or lists of numbers that make an array")
    return value


Array = Annotated[Any, Plain(read_array), Json({"type": ["number", "array", "object"]})]
