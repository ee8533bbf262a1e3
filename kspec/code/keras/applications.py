"""The models of `keras.applications`: what each takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kspec.code.reader import Reader
    from kspec.code.values import Call, Value


def call_application(reader: Reader, name: str, call: Call) -> Value:
    """A call of something in `keras.applications`."""
    del name
    return reader.unknown("a model of keras.applications", call.place)
