"""From a text or a file to a document, by format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.source.document import Document
from kspec.source.json_strict import NotStrictError, load_strict
from kspec.source.limits import MAX_BYTES
from kspec.source.outline import Scan, Span, SyntaxProblem, unread

if TYPE_CHECKING:
    import pathlib

_SUFFIXES = {
    ".json": "json",
    ".jsonc": "jsonc",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".keras": "keras",
}


def guess_format(name: str, text: str) -> str:
    """The format of a text, by the suffix of its name or by its first character."""
    for suffix, format_ in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return format_
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return "json" if start in ("{", "[") else "yaml"


def parse(text: str, name: str, format_: str | None) -> Document:
    """Parse a text in a format, or in the one that its name or first character tells."""
    format_ = format_ or guess_format(name, text)
    return Document(name, text, format_, _scan(text, format_))


def _scan(text: str, format_: str) -> Scan:
    if len(text) > MAX_BYTES:
        return unread(text, too_large("text"))
    if format_ == "yaml":
        from kspec.source.yaml_composer import scan_yaml

        return scan_yaml(text)
    jsonc = format_ == "jsonc"
    try:
        value = load_strict(text)
    except NotStrictError:
        return _scan_json(text, jsonc=jsonc)
    return Scan(value, (), lambda: _scan_json(text, jsonc=jsonc).read_outline())


def _scan_json(text: str, *, jsonc: bool) -> Scan:
    from kspec.source.json_scanner import scan_json

    return scan_json(text, jsonc=jsonc)


def too_large(what: str) -> SyntaxProblem:
    return SyntaxProblem(
        "limit_exceeded",
        f"The {what} is larger than 64 MiB.",
        "kspec reads descriptions of networks; weights and data stand in other files.",
        Span(0, 0),
    )


def read(path: pathlib.Path, name: str) -> Document:
    """Read and parse a file; OSError passes."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return parse(data.decode(), name, None)


def parse_file_bytes(data: bytes, name: str, format_: str | None) -> Document:
    return parse(data.decode(), name, format_)
