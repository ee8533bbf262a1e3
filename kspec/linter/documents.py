"""Documents of files and texts of any kind: a spec, a file of Keras, or code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.source.document import Document

if TYPE_CHECKING:
    from kspec.linter.program import ProgramDocument

SUFFIXES = {".py": "python", ".pyw": "python", ".ipynb": "notebook"}
"""The format of code, by the suffix of its file."""
FORMATS = frozenset(SUFFIXES.values())


def code_format(name: str, format_: str | None = None) -> str | None:
    """Format of code by a file's name, or by a format itself; None for no code."""
    if format_ is not None:
        return format_ if format_ in FORMATS else None
    return SUFFIXES.get(Path(name).suffix.lower())


def read_file(path: Path, name: str | None = None) -> Document:
    """The document of a file, shown as ``name`` (default: the path).

    Raises `OSError` where it cannot be read, `IsADirectoryError` for a directory.
    """
    shown = name or str(path)
    if code_format(shown) is None:
        from kspec.source.parsing import read_document

        return read_document(path, name)
    from kspec.source.limits import MAX_BYTES

    with path.open("rb") as file:
        return parse_file(file.read(MAX_BYTES + 1), shown, origin=path)


def parse_file(
    text: str | bytes,
    name: str,
    format: str | None = None,  # noqa: A002 - the word of `parse_text`
    *,
    origin: Path | None = None,
) -> Document:
    """The document of a text, or of the bytes of a file; ``origin`` is the file that it is of."""
    code = code_format(name, format)
    if code is not None:
        return _program(text, name, code, origin)
    from kspec.source.parsing import named_format, parse_bytes, parse_text

    if format is None and named_format(name) is None:
        from kspec.linter.recognition import code_without_name

        code = code_without_name(text)
        if code is not None:
            return _program(text, name, code, origin)
    if isinstance(text, str):
        return parse_text(text, name, format, origin=origin)
    return parse_bytes(text, name, format, origin=origin)


def parse_again(text: str, document: Document) -> Document:
    """The document of a new text of a document's file."""
    format_ = "notebook" if document.notebook is not None else document.format
    return parse_file(text, document.name, format_, origin=document.origin)


def _program(
    text: str | bytes, name: str, format_: str, origin: Path | None
) -> ProgramDocument | Document:
    from kspec.linter.program import program_document
    from kspec.source.outline import unread
    from kspec.source.reading import code_encoding, decode

    if isinstance(text, bytes):
        encoding = code_encoding(text) if format_ == "python" else "utf-8"
        reading = decode(text, encoding=encoding)
        if reading.problem is not None:
            return Document(name, reading.text, "python", unread(reading.text, reading.problem))
        text = reading.text
    return program_document(text, name, format_, origin)
