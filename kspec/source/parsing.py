"""Parser of texts and files into documents, by format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.source.document import Document
from kspec.source.json_strict import NotStrictError, load_strict
from kspec.source.limits import MAX_BYTES, MAX_LINES
from kspec.source.outline import Scan, unread
from kspec.source.reading import ZIP_MAGIC, decode, too_large, too_many_lines, unreadable

if TYPE_CHECKING:
    import pathlib

    from kspec.source.archive import Archive
    from kspec.source.outline import Outline, SyntaxProblem

_MAGIC_LENGTH = 4
_BEGINNING = 4096
"""Characters, some of them blank, that distinguish JSON from YAML."""
_POINTER = "version https://git-lfs.github.com/spec/"
_SUFFIXES = {".json": "json", ".jsonc": "jsonc", ".yaml": "yaml", ".yml": "yaml", ".keras": "keras"}


def named_format(name: str) -> str | None:
    """Format by the suffix of a name."""
    lower = name.lower()
    return next((one for suffix, one in _SUFFIXES.items() if lower.endswith(suffix)), None)


def guess_format(name: str, text: str) -> str:
    """The format of a text, by the suffix of its name or by its first character."""
    named = named_format(name)
    if named is not None:
        return named
    start = text[:_BEGINNING].lstrip("\ufeff \t\r\n")
    if start.startswith(("//", "/*")):
        return "jsonc"
    return "json" if start.startswith(("{", "[")) else "yaml"


def parse_text(
    text: str,
    name: str,
    format: str | None = None,  # noqa: A002
    *,
    origin: pathlib.Path | None = None,
) -> Document:
    """Parse a text: "json", "jsonc", "yaml" or (a config's JSON) "keras".

    Without a format, it is that of the suffix of `name`; else a text that begins with a bracket is
    JSON, one that begins with a comment JSONC, and any other YAML. Never raises: errors are in the
    document's `problems`. `origin` is the file of the text.
    """
    format_ = format or guess_format(name, text)
    text, scan = _scan(text, format_)
    return _from(origin, Document(name, text, format_, scan))


def _scan(text: str, format_: str) -> tuple[str, Scan]:
    """Scan a text; a text that is too large is dropped."""
    if len(text) > MAX_BYTES:
        return "", unread("", too_large("text"))
    if text.count("\n") + text.count("\r") > MAX_LINES:
        return "", unread("", too_many_lines())
    if text.startswith(_POINTER):
        return text, unread(text, _pointer())
    scan = _scan_text(text, format_)
    if not scan.problems:
        return text, scan
    from kspec.source.mishaps import without_conflict

    return text, without_conflict(scan, text)


def _pointer() -> SyntaxProblem:
    from kspec.source.mishaps import pointer

    return pointer()


def _scan_text(text: str, format_: str) -> Scan:
    if format_ == "yaml":
        from kspec.source.yaml_composer import scan_yaml

        return scan_yaml(text)
    jsonc = format_ == "jsonc"
    try:
        value = load_strict(text)
    except NotStrictError:
        return _scan_json(text, jsonc=jsonc)
    return Scan(value, (), lambda: _outline_json(text))


def _outline_json(text: str) -> Outline:
    from kspec.source.json_outline import outline_json

    return outline_json(text)


def _scan_json(text: str, *, jsonc: bool) -> Scan:
    from kspec.source.json_scanner import scan_json

    return scan_json(text, jsonc=jsonc)


def read_document(path: pathlib.Path, name: str | None = None) -> Document:
    """Read and parse a file, shown as `name` (default: the path).

    Raises OSError where it cannot be read, IsADirectoryError for a directory.
    """
    name = name or str(path)
    with path.open("rb") as file:
        if not file.seekable():
            return parse_bytes(file.read(MAX_BYTES + 1), name, origin=path)
        start = file.read(_MAGIC_LENGTH)
        file.seek(0)
        if start in ZIP_MAGIC:
            from kspec.source.archive import read_archive

            return _from_archive(read_archive(file), name, path)
        return parse_bytes(file.read(MAX_BYTES + 1), name, origin=path)


def parse_bytes(
    data: bytes,
    name: str,
    format: str | None = None,  # noqa: A002
    *,
    origin: pathlib.Path | None = None,
) -> Document:
    """Parse the bytes of a file: a text in UTF-8, or a `.keras` archive."""
    if data.startswith(ZIP_MAGIC) and len(data) <= MAX_BYTES:
        from kspec.source.archive import read_archive_bytes

        return _from_archive(read_archive_bytes(data), name, origin)
    reading = decode(data)
    format_ = format or guess_format(name, reading.text)
    problem = reading.problem or (_no_archive(reading.text) if format_ == "keras" else None)
    if problem is not None:
        scan = unread(reading.text, problem)
        return _from(origin, Document(name, reading.text, format_, scan))
    return parse_text(reading.text, name, format_, origin=origin)


def _no_archive(text: str) -> SyntaxProblem:
    if text.startswith(_POINTER):
        return _pointer()
    return unreadable(
        "This is not a .keras archive (a zip file), but text.", "Name a model's JSON .json."
    )


def _from_archive(archive: Archive, name: str, origin: pathlib.Path | None) -> Document:
    text = archive.text
    if archive.readable:
        text, scan = _scan(text, "keras")
        scan = scan._replace(problems=archive.problems + scan.problems)
    else:
        scan = unread(text, *archive.problems)
    return _from(origin, Document(name, text, "keras", scan, archive.metadata))


def _from(origin: pathlib.Path | None, document: Document) -> Document:
    document.origin = origin
    return document
