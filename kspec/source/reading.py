"""Decoder of bytes: UTF-8, or a sentence on the kind of the file."""

import codecs
import re

from kspec.named_tuple import NamedTuple
from kspec.source.limits import MAX_BYTES, MAX_LINES
from kspec.source.outline import Span, SyntaxProblem

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

_SAVE_AGAIN = (
    "Load it with keras.models.load_model, and save the model with model.save('model.keras'), "
    "or write model.to_json()."
)
_SAVE_READABLE = "Save the model with model.save('model.keras'), or write model.to_json()."
_ELSEWHERE = "kspec reads descriptions of networks; weights and data belong in other files."
_BINARIES = (
    (b"\x89HDF\r\n\x1a\n", "This is an HDF5 file: a legacy .h5 model, or weights.", _SAVE_AGAIN),
    (b"\x80\x02", "This is a Python pickle, which kspec never opens.", _SAVE_READABLE),
    (b"\x80\x03", "This is a Python pickle, which kspec never opens.", _SAVE_READABLE),
    (b"\x80\x04", "This is a Python pickle, which kspec never opens.", _SAVE_READABLE),
    (b"\x80\x05", "This is a Python pickle, which kspec never opens.", _SAVE_READABLE),
    (b"\x93NUMPY", "This is a NumPy array file.", _SAVE_READABLE),
    (b"\x1f\x8b", "This is a gzip file.", "Decompress it first."),
    (b"BZh", "This is a bzip2 file.", "Decompress it first."),
    (b"\xfd7zXZ\x00", "This is an xz file.", "Decompress it first."),
)
_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32 (little-endian)"),
    (b"\x00\x00\xfe\xff", "UTF-32 (big-endian)"),
    (b"\xff\xfe", "UTF-16 (little-endian)"),
    (b"\xfe\xff", "UTF-16 (big-endian)"),
)
_ZERO_PATTERNS = {
    (True, False, False, False): "UTF-32 (little-endian)",
    (False, False, False, True): "UTF-32 (big-endian)",
    (True, False, True, False): "UTF-16 (little-endian)",
    (False, True, False, True): "UTF-16 (big-endian)",
}


_DECLARED = rb"(?:[ \t\f]*(?:#[^\r\n]*)?\r?\n)?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)"
"""Python's own declaration of an encoding, in the first or second line (PEP 263)."""


class Reading(NamedTuple):
    """Text of a file (its readable part), and the reason why it is not usable, if it is not."""

    text: str
    problem: SyntaxProblem | None = None


def decode(data: bytes, kind: str = "file", encoding: str = "utf-8") -> Reading:
    """The text in some bytes, which must be in the encoding; `kind` names them in messages."""
    if len(data) > MAX_BYTES:
        return Reading("", too_large(kind))
    for magic, message, hint in _BINARIES:
        if data.startswith(magic):
            return Reading("", unreadable(message, hint))
    other = _other_encoding(data)
    if other:
        return Reading("", unreadable(f"The {kind} is in {other}.", "Save it as UTF-8."))
    try:
        return Reading(data.decode(encoding))
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start, kind)


def code_encoding(data: bytes) -> str:
    """Encoding of Python code: UTF-8, or the one that it declares where it is no UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        declared = re.match(_DECLARED, data)
        name = declared[1].decode("ascii", "replace") if declared else "utf-8"
        try:
            data.decode(name)
            return codecs.lookup(name).name
        except (LookupError, ValueError):
            return "utf-8"
    return "utf-8"


def _other_encoding(data: bytes) -> str | None:
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            return encoding
    return _ZERO_PATTERNS.get(tuple(byte != 0 for byte in data[:4]))  # type: ignore[arg-type]


def _undecodable(data: bytes, start: int, kind: str) -> Reading:
    if 0 in data[:1024]:
        return Reading("", unreadable(f"The {kind} is binary, not text.", _SAVE_READABLE))
    offset = len(data[:start].decode())
    problem = SyntaxProblem(
        "unreadable",
        f"Byte {start} (0x{data[start]:02x}) is not UTF-8.",
        "Save it as UTF-8; it may be in Latin-1 or Windows-1252.",
        Span(offset, offset + 1),
    )
    return Reading(data.decode(errors="replace"), problem)


def too_large(kind: str) -> SyntaxProblem:
    """The problem of a text of more than `MAX_BYTES`."""
    return SyntaxProblem(
        "limit_exceeded",
        f"The {kind} is larger than {MAX_BYTES // 2**20} MiB.",
        _ELSEWHERE,
        Span(0, 0),
    )


def too_many_lines() -> SyntaxProblem:
    """The problem of a text of more than `MAX_LINES`."""
    message = f"The text has more than {MAX_LINES:,} lines."
    return SyntaxProblem("limit_exceeded", message, _ELSEWHERE, Span(0, 0))


def unreadable(message: str, hint: str | None) -> SyntaxProblem:
    """Problem of a file that is no text."""
    return SyntaxProblem("unreadable", message, hint, Span(0, 0))
