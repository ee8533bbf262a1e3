"""Errors of tools."""


class ToolError(ValueError):
    """A call that cannot be answered; the message says what to do next."""
