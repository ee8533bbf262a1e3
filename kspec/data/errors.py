"""Errors of data that cannot be read, with messages to show as they are."""


class UnreadableDataError(TypeError):
    """Error of data that kspec cannot read; the message lists the types that it takes."""


class DataError(ValueError):
    """The data cannot be read or does not fit the spec; the message names the place in it."""
