"""Access to the reader from the data libraries: the program's folder, calls of its functions."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from kspec.code.values import Call, Place, Value
from kspec.spec.unknown import Unknown, UnknownValueError

FOLDER: ContextVar[Path | None] = ContextVar("FOLDER", default=None)
"""The folder of the program that is read, None for a text without a place."""
ITEMS: ContextVar[Callable[[Value, Place], Sequence[Value] | Unknown]] = ContextVar(
    "ITEMS", default=lambda *_: Unknown("items that kspec does not follow")
)
"""Items of a loop over a value."""
INVOKE: ContextVar[Callable[[Value, Call], Value]] = ContextVar(
    "INVOKE", default=lambda *_: Unknown("kspec does not follow the function that is mapped")
)
"""Calls a function of the program with arguments."""
SAVED: ContextVar[dict[str, Any]] = ContextVar("SAVED")
"""The arrays that the program has saved, by their files."""
REFUSE: ContextVar[Callable[[str, str, Place, str], None]] = ContextVar(
    "REFUSE", default=lambda *_: None
)
"""Reports a call that a library surely refuses: kind, message, place and help."""


class RefusalError(UnknownValueError):
    """Raised for a call that a library surely refuses, by the kind of its problem, or whose
    ``result`` is surely none that is meant.
    """

    def __init__(self, kind: str, message: str, help_: str, result: Value = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.help = help_
        self.result = result
