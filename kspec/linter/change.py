"""One change of a text: what a fix comes to."""

from typing import NamedTuple


class Change(NamedTuple):
    """Text to put in the place of a span of offsets."""

    start: int
    end: int
    text: str
