"""Detection of specs, Keras models and code with Keras in a folder: by name, or content."""

from pathlib import Path

from kspec.linter.documents import SUFFIXES as CODE
from kspec.linter.documents import code_format
from kspec.linter.recognition import (
    LOOKED_AT,
    is_spec_name,
    looks_like_spec,
    may_be_spec,
    uses_keras,
)
from kspec.source.limits import MAX_BYTES

SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")


def is_spec_file(path: Path) -> bool:
    """Whether a file in a folder is to be linted; False where it cannot be read."""
    if is_spec_name(path.as_posix()):
        return True
    if path.suffix.lower() not in (*SUFFIXES, *CODE):
        return False
    try:
        with path.open("rb") as file:
            format_ = code_format(path.name)
            if format_ is not None:
                text = file.read(MAX_BYTES)
                return uses_keras(text, path.parent, notebook=format_ == "notebook")
            start = file.read(LOOKED_AT)
            return may_be_spec(start) and looks_like_spec(start + file.read(MAX_BYTES), path.name)
    except OSError:
        return False
