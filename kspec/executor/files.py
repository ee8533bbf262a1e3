"""Atomic writes of files: to a temporary file in the same folder, synced, then renamed."""

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kspec.executor.errors import RunError

OWN_FILES = frozenset(
    {
        *("best.keras", "environment.json", "history.csv", "history.json", "last.keras"),
        *("report.html", "run.json", "spec.json", "split.json", "state.npz"),
    }
)
"""Files of every run."""
RUNS = "runs"
"""The folder in which a run directory is made where none is named."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path to write to, whose file replaces ``path`` atomically at the end of the
    block.

    A crash, a full disk or a kill leaves the old file as it was. The temporary name keeps all
    suffixes, since Keras chooses its format by it. Raises `RunError` for every error of the disk.
    """
    temporary = path.with_name(f".tmp-{path.name}")
    try:
        temporary.unlink(missing_ok=True)  # it may be a link to anywhere
        yield temporary
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    except OSError as error:
        with suppress(OSError):  # on a read-only file system
            temporary.unlink(missing_ok=True)
        raise RunError(f"Cannot write {path}: {error.strerror or error}.") from error


@contextmanager
def refusing(state: Path) -> Iterator[None]:
    """Turn errors of the disk during training into a `RunError`; its message names the ``state`` of
    the last whole epoch, which is kept.
    """
    try:
        yield
    except (OSError, RunError) as error:
        message = str(error)
        if isinstance(error, OSError):
            message = f"Cannot write {error.filename or state.parent}: {error.strerror or error}."
        if state.exists():
            message += (
                f" The last whole epoch is kept: kspec train --resume {state.parent} goes on."
            )
        raise RunError(message) from error


def as_numpy_has_it(array: Any) -> Any:
    """An array as files can hold it: numpy has no bfloat16, and every such value is a float32."""
    return array.astype("float32") if array.dtype.name == "bfloat16" else array


def write_text(path: Path, text: str) -> None:
    """Put a text there, whole."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: Path, value: Any) -> None:
    """Put a value there as JSON."""
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def finite(value: Any) -> Any:
    """A value as JSON has it: numbers that are not finite as the texts "nan" and "inf"."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _sync(path: Path) -> None:
    if os.name == "nt":  # Windows syncs no folder, and no file that is open for reading
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
