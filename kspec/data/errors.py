"""What cannot be read or looked at, in sentences that are meant to be shown as they are."""

from __future__ import annotations


class UnreadableDataError(TypeError):
    """The data is nothing that kspec can look into; the message says what it takes."""


class DataError(ValueError):
    """The data cannot be read or does not fit the spec; the message names the place in it."""
