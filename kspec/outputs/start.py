"""A first spec, as `kspec init` writes it."""

from typing import Literal, TypedDict


class StartOutput(TypedDict):
    """A first spec for a task."""

    version: Literal[1]
    text: str
    notes: list[str]
    """Assumptions."""
