"""The file that `kspec lint --write-baseline` writes."""

from typing import Literal, TypedDict


class Known(TypedDict):
    """A finding that is known."""

    code: str
    path: str
    """Where it stands, by the names of layers in brackets."""


class BaselineOutput(TypedDict):
    """The known findings of a project, as `kspec lint --write-baseline` writes them."""

    version: Literal[1]
    files: dict[str, list[Known]]
    """By the file, relative to the baseline."""
