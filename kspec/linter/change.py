"""Change of a text, as a fix makes it."""

from kspec.named_tuple import NamedTuple


class Change(NamedTuple):
    """Replacement of a span of offsets by a text."""

    start: int
    end: int
    text: str
