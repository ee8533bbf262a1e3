"""Change of a text, as a fix makes it."""

from typing import NamedTuple


class Change(NamedTuple):
    """Text to put in the place of a span of offsets."""

    start: int
    end: int
    text: str
