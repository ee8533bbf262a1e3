"""Why a tool has no answer."""

from __future__ import annotations


class ToolError(ValueError):
    """A call that cannot be answered; the message says what to do next."""
