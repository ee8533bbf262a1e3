"""Errors of data that cannot be read, with messages to show as they are."""


class UnreadableDataError(TypeError):
    """The data is nothing that kspec can look into; the message says what it takes."""


class DataError(ValueError):
    """The data cannot be read or does not fit the spec; the message names the place in it."""
