"""Numbers as JSON has them."""

from typing import Literal

Number = float | Literal["nan", "inf", "-inf"]
"""JSON has no number that is not finite: that is a text."""
