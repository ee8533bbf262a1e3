"""Keras's refusals: whatever it raises is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def refusal(function: Callable[..., object], /, *args: Any, **kwargs: Any) -> str | None:
    """Refusal of a call in Keras; None where it succeeds."""
    try:
        function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever Keras raises is its refusal
        return f"{type(error).__name__}: {error}"
    return None
