"""Description of a name, as `GET /v1/describe/NAME` answers."""

from typing import Any, Literal, NotRequired, TypedDict


class FieldDescription(TypedDict):
    """Field of a class."""

    name: str
    takes: str
    """The type, in words."""
    required: bool
    default: NotRequired[Any]
    """Left out where the field is required."""
    meaning: str
    """Meaning; empty for some arguments of operations."""


class Description(TypedDict):
    """Description of a class, field or rule; several may share a name, as a metric and a loss."""

    kind: str
    """layer, loss, metric, optimizer ..., operation, field or rule."""
    name: str
    """Name in Keras; of a rule its code."""
    also: list[str]
    """Other names."""
    text: str
    """Markdown."""
    fields: list[FieldDescription]
    """Fields; those of the layer itself before those that every layer has."""


class DescribeOutput(TypedDict):
    """Descriptions of everything with this name."""

    version: Literal[1]
    name: str
    descriptions: list[Description]
