"""`kspec diff --output-format json`."""

from typing import Any, Literal, TypedDict

Happened = Literal["added", "removed", "changed", "affected"]


class Sides(TypedDict, total=False):
    """Value before and after; absent on a side that does not have it."""

    old: Any
    new: Any


class Setting(Sides):
    """A setting that differs."""

    path: str
    """A JSON pointer into the spec."""


class LayerChange(TypedDict):
    """A layer that differs."""

    change: Happened
    """affected: only its shape or its parameters follow from other changes."""
    name: str
    old_name: str | None
    class_name: str
    within: list[str]
    """The models that it is in, the outermost first."""
    fields: dict[str, Sides]
    output_shape: Sides
    params: Sides


class DiffOutput(TypedDict):
    """Differences of two models, as `kspec diff --output-format json` writes them."""

    version: Literal[1]
    same: bool
    layers: list[LayerChange]
    settings: list[Setting]
    trainable_params: Sides
    non_trainable_params: Sides
