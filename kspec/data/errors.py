"""What cannot be looked at, in sentences that are meant to be shown as they are."""

from __future__ import annotations


class UnreadableDataError(TypeError):
    """The data is nothing that kspec can look into; the message says what it takes."""
