"""`kspec check-layer --output-format json`."""

from typing import Literal, NotRequired, TypedDict


class Check(TypedDict):
    """Check of a layer against Keras's contract."""

    check: str
    """Subject of the check."""
    passed: bool
    failed: str | None
    """Failure; null where the check passed."""
    help: str | None
    """Advice."""
    line: NotRequired[int | None]
    """The line in the file of the class; absent in reports of earlier versions."""


class CheckLayerOutput(TypedDict):
    """Whether a layer keeps Keras's contract, by `kspec check-layer --output-format json`."""

    version: Literal[1]
    layer: str
    """``MODULE:CLASS``."""
    checks: list[Check]
    """Results; checks that depend on a failed one are left out."""
