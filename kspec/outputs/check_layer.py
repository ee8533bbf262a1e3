"""`kspec check-layer --output-format json`."""

from typing import Literal, NotRequired, TypedDict


class Check(TypedDict):
    """Check of a layer against Keras's contract."""

    check: str
    """What it is about."""
    passed: bool
    failed: str | None
    """What was seen."""
    help: str | None
    """What to do."""
    line: NotRequired[int | None]
    """The line in the file of the class; absent in reports of earlier versions."""


class CheckLayerOutput(TypedDict):
    """Whether a layer keeps Keras's contract, by `kspec check-layer --output-format json`."""

    version: Literal[1]
    layer: str
    """``MODULE:CLASS``."""
    checks: list[Check]
    """What follows from a fault is not looked at, and left out."""
