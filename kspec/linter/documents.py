"""The documents in a file or a text: one in a spec or a file of Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.source.document import Document, parse_bytes, parse_text, read_document

if TYPE_CHECKING:
    from pathlib import Path


def read_documents(path: Path, name: str | None = None) -> list[Document]:
    """The documents of a file, shown as ``name`` (default: the path).

    Raises OSError where it cannot be read, IsADirectoryError for a directory.
    """
    return [read_document(path, name)]


def parse_documents(
    text: str | bytes,
    name: str,
    format: str | None = None,  # noqa: A002 - the word of `parse_text`
    *,
    origin: Path | None = None,
) -> list[Document]:
    """The documents of a text, or of the bytes of a file; ``origin`` is the file that it is of."""
    if isinstance(text, str):
        return [parse_text(text, name, format, origin=origin)]
    return [parse_bytes(text, name, format, origin=origin)]
