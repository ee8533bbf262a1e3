"""Programs that are read, and what their names hold then."""

import ast
from contextlib import suppress
from pathlib import Path
from typing import Any

from kspec.code.budget import OutOfStepsError
from kspec.code.builtin_functions import bind_builtins
from kspec.code.data.context import FOLDER, INVOKE, ITEMS
from kspec.code.keras.events import Log
from kspec.code.reading import ProgramReader


def names_after(program: str, folder: Path | None = None) -> dict[str, Any]:
    """The values of a program's names when it has been read to its end."""
    reader = ProgramReader(Log(), folder, {})
    bind_builtins(reader)
    INVOKE.set(reader.invoke)
    ITEMS.set(reader.items)
    token = FOLDER.set(folder)
    try:
        with suppress(OutOfStepsError):
            reader.execute(ast.parse(program).body)
    finally:
        FOLDER.reset(token)
    return reader.module.state
