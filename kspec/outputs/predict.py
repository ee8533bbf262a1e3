"""`kspec predict --output-format json`."""

from typing import Any, Literal, NotRequired, TypedDict


class Predicted(TypedDict):
    """Prediction of an output of the network."""

    shape: list[int]
    """Shape of the whole array: the samples come first."""
    classes: list[str] | None
    """Texts of the class numbers."""
    values: NotRequired[Any]
    """Values as nested lists in the shape; left out where a file was written."""


class PredictOutput(TypedDict):
    """Predictions, as `kspec predict --output-format json` writes them."""

    version: Literal[1]
    run: str
    """The run directory."""
    data: str
    """Data of the prediction."""
    output: str | None
    """The file that was written."""
    samples: int
    files: NotRequired[list[str]]
    """The file of each sample, where it has one of its own; left out where a file was written."""
    outputs: dict[str, Predicted]
    """Predictions by the name of the output."""
