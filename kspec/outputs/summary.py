"""`kspec summary --output-format json`."""

from __future__ import annotations

from typing import Literal, TypedDict


class Row(TypedDict):
    """One layer."""

    name: str
    class_name: str
    inputs: list[str]
    """The layers that it takes the outputs of, with ``:1`` for the second output of one."""
    output_shape: object
    """Sizes, null for one that is not known; a list or an object of shapes where it has several
    outputs, and null where nothing is known.
    """
    output_dtype: object
    """As the shape: a text, or several."""
    trainable_params: int | None
    """Null where the weights cannot be known."""
    non_trainable_params: int | None


class SummaryOutput(TypedDict):
    """The size of a network, as `kspec summary --output-format json` writes it."""

    version: Literal[1]
    name: str
    layers: list[Row]
    trainable_params: int | None
    """Null where the weights of some layer cannot be known."""
    non_trainable_params: int | None
    weight_bytes: int | None
    activation_bytes: int | None
    """All outputs of one sample."""
