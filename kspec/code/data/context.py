"""Access to the reader from the data libraries: the program's folder, calls of its functions."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from kspec.spec.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kspec.code.values import Call, Value


def _uncalled(function: Value, call: Call) -> Value:
    return Unknown("kspec does not follow the function that is mapped")


FOLDER: ContextVar[Path | None] = ContextVar("FOLDER", default=None)
"""The folder of the program that is read, None for a text without a place."""
INVOKE: ContextVar[Callable[[Value, Call], Value]] = ContextVar("INVOKE", default=_uncalled)
"""Calls a function of the program with arguments."""
