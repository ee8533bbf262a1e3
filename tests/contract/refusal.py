"""Keras's refusals: whatever it raises is one."""

from collections.abc import Callable
from typing import Any


def refusal(function: Callable[..., object], /, *args: Any, **kwargs: Any) -> str | None:
    """Refusal of a call in Keras; None where it succeeds."""
    try:
        function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return f"{type(error).__name__}: {error}"
    return None
