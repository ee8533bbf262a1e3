"""Access to the reader from the data libraries: the program's folder, calls of its functions."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path

from kspec.code.values import Call, Place, Value
from kspec.spec.unknown import Unknown


def _uncalled(function: Value, call: Call) -> Value:
    return Unknown("kspec does not follow the function that is mapped")


FOLDER: ContextVar[Path | None] = ContextVar("FOLDER", default=None)
"""The folder of the program that is read, None for a text without a place."""
ITEMS: ContextVar[Callable[[Value, Place], Sequence[Value] | Unknown]] = ContextVar(
    "ITEMS", default=lambda *_: Unknown("items that kspec does not follow")
)
"""Items of a loop over a value."""
INVOKE: ContextVar[Callable[[Value, Call], Value]] = ContextVar("INVOKE", default=_uncalled)
"""Calls a function of the program with arguments."""
