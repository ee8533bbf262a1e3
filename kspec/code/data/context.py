"""Access to the reader from the data libraries: the program's folder, calls of its functions."""

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from kspec.code.values import Call, Value
from kspec.spec.unknown import Unknown


def _uncalled(function: Value, call: Call) -> Value:
    return Unknown("kspec does not follow the function that is mapped")


FOLDER: ContextVar[Path | None] = ContextVar("FOLDER", default=None)
"""The folder of the program that is read, None for a text without a place."""
INVOKE: ContextVar[Callable[[Value, Call], Value]] = ContextVar("INVOKE", default=_uncalled)
"""Calls a function of the program with arguments."""
