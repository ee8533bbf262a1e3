"""The file that `kspec lint --write-baseline` writes."""

from typing import Literal, TypedDict


class Known(TypedDict):
    """A finding that is known."""

    code: str
    path: str
    """Place by the names of layers in brackets."""


class BaselineOutput(TypedDict):
    """The known findings of a project, as `kspec lint --write-baseline` writes them."""

    version: Literal[1]
    files: dict[str, list[Known]]
    """Entries by the file, relative to the baseline."""
