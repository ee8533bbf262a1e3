"""`kspec evaluate --output-format json`."""

from typing import Literal, TypedDict

from kspec.outputs.numbers import Number


class EvaluateOutput(TypedDict):
    """The scores of a run's best model, as `kspec evaluate --output-format json` writes them."""

    version: Literal[1]
    run: str
    """The run directory."""
    data: str
    """Data of the evaluation, or ``held out``."""
    values: dict[str, Number]
    """Loss and metrics by name."""
