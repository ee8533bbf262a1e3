"""`kspec summary --output-format json` of a script or a notebook."""

from typing import Any, Literal, TypedDict

from kspec.outputs.summary import SummaryOutput


class UnknownValue(TypedDict):
    """A value that the code does not fix."""

    path: str
    """A JSON pointer into ``spec``, which holds null there."""
    reason: str
    line: int
    """Line in the code, from 1; of a notebook in its cell."""
    column: int
    """Column, from 1, in characters."""


class ProgramModel(TypedDict):
    """A model that the program builds; one that is built again, in a loop or by a function that is
    called twice, is another one.
    """

    cell: int | None
    """The cell of a notebook, all cells counted from 1; null for a script."""
    line: int
    """Line of the call that makes the model, from 1."""
    column: int
    """Column of the call, from 1, in characters."""
    name: str
    """Name in the code."""
    complete: bool
    """Whether every layer is known."""
    unknown: list[UnknownValue]
    summary: SummaryOutput | None
    """Summary; null without a network to size."""
    spec: dict[str, Any]
    """The model as a native spec."""


class ProgramSummaryOutput(TypedDict):
    """The models of a program, as `kspec summary --output-format json` writes them."""

    version: Literal[1]
    models: list[ProgramModel]
