"""Errors of tools."""


class ToolError(ValueError):
    """Error of a call; the message has advice."""
