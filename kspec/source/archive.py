"""A `.keras` archive, read without extracting or running anything of it.

A `.keras` file is a zip with `config.json` (the model), `metadata.json` (the Keras version),
weights and assets. Only the first two are read; of the others the directory entry is judged.
"""

import io
import json
import stat
import zipfile
import zlib
from typing import IO, NoReturn

from kspec.named_tuple import NamedTuple
from kspec.source.json_hints import shorten
from kspec.source.limits import MAX_BYTES
from kspec.source.notes import EndOfScanError, Notes
from kspec.source.outline import Span, SyntaxProblem
from kspec.source.reading import Reading, decode, too_large

_CONFIG = "config.json"
_METADATA = "metadata.json"
_MAX_DIRECTORY = 1024 * 1024
_MAX_RATIO = 200
_ENCRYPTED = 0x1
_SPECIAL = frozenset((stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK))
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_PACKERS = {zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "LZMA"}
_NOWHERE = Span(0, 0)


class Archive(NamedTuple):
    """Text of `config.json`, content of `metadata.json`, and the problems of the archive.
    `readable` is false where there is no usable text.

    `readable` is false where there is no usable text.
    """

    text: str
    metadata: dict[str, object]
    problems: tuple[SyntaxProblem, ...]
    readable: bool


def read_archive(file: IO[bytes]) -> Archive:
    """Read the configuration out of an open archive."""
    notes = Notes()
    reading, metadata = Reading(""), {}
    readable = True
    try:
        _refuse_large_directory(file, notes)
        with zipfile.ZipFile(file) as archive:
            _judge_members(archive.infolist(), notes)
            reading = _read_config(archive, notes)
            metadata = _read_metadata(archive)
    except EndOfScanError:
        readable = False
    except _BROKEN as error:
        notes.add(_broken(error))
        readable = False
    if reading.problem:
        notes.add(reading.problem)
        readable = False
    return Archive(reading.text, metadata, notes.problems, readable)


def read_archive_bytes(data: bytes) -> Archive:
    """Read the configuration out of an archive in memory."""
    return read_archive(io.BytesIO(data))


def _broken(error: Exception) -> SyntaxProblem:
    reason = str(error).rstrip(".") or type(error).__name__
    hint = "Copy or save the file again."
    message = f"The archive cannot be read: {reason}."
    return SyntaxProblem("archive_unsafe", message, hint, _NOWHERE)


def _refuse_large_directory(file: IO[bytes], notes: Notes) -> None:
    """Stop before zipfile reads a directory of more than 1 MiB (some 15,000 members).

    The size is in the end record, and in the ZIP64 record before it where there is one.
    """
    reach = 2**16 + 22 + 76
    file.seek(max(file.seek(0, io.SEEK_END) - reach, 0))
    tail = file.read(reach)
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if at >= 0 and tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):
        size = int.from_bytes(tail[max(at - 36, 0) : max(at - 28, 0)], "little")
    if size > _MAX_DIRECTORY:
        _stop(notes, "limit_exceeded", "The archive has too many members.")


def _judge_members(members: list[zipfile.ZipInfo], notes: Notes) -> None:
    names: dict[str, str] = {}
    for member in members:
        place, name = _place(member), member.filename
        fault = _TWICE[names[place] == name] if place in names else _fault(member)
        names.setdefault(place, name)
        if fault:
            message = f"The member {_shown(member)} {fault}."
            hint = "Do not load this file; ask for a copy that Keras saved."
            problem = SyntaxProblem("archive_unsafe", message, hint, _NOWHERE)
            notes.add(problem, group=fault)


_TWICE = {
    True: "stands in the archive twice",
    False: "lands on another one where case, a last dot or a last space does not count",
}


def _place(member: zipfile.ZipInfo) -> str:
    """Path that a member is extracted to, on the least exact of file systems."""
    parts = member.filename.replace("\\", "/").split("/")
    return "/".join(part.rstrip(" .") for part in parts if part not in {"", "."}).casefold()


def _fault(member: zipfile.ZipInfo) -> str | None:
    name = member.orig_filename.replace("\\", "/")
    faults = {
        "leads out of the folder that it is extracted to": ".." in name.split("/"),
        "has an absolute path": name.startswith("/") or name[1:2] == ":",
        "hides a part of its name behind a NUL byte": "\0" in name,
        "is a link": stat.S_ISLNK(member.external_attr >> 16),
        "is a pipe, a device or a socket": stat.S_IFMT(member.external_attr >> 16) in _SPECIAL,
        "is encrypted": member.flag_bits & _ENCRYPTED,
        f"is a bomb: it grows {_MAX_RATIO} times and more": (
            member.file_size > max(MAX_BYTES, member.compress_size * _MAX_RATIO)
        ),
    }
    return next((fault for fault, group in faults.items() if group), None)


def _shown(member: zipfile.ZipInfo) -> str:
    return f"`{shorten(ascii(member.orig_filename)[1:-1])}`"


def _read_config(archive: zipfile.ZipFile, notes: Notes) -> Reading:
    if _CONFIG not in archive.namelist():
        message = f"The archive has no {_CONFIG}, so it is not a model that Keras saved."
        _stop(notes, "invalid_syntax", message)
    member = archive.getinfo(_CONFIG)
    if member.flag_bits & _ENCRYPTED:
        raise EndOfScanError
    if member.file_size > MAX_BYTES:
        notes.add(too_large(_CONFIG))
        raise EndOfScanError
    return decode(_read_member(archive, member), _CONFIG)


def _read_metadata(archive: zipfile.ZipFile) -> dict[str, object]:
    """Read `metadata.json`; Keras itself does not read it, so nothing depends on it."""
    if _METADATA not in archive.namelist():
        return {}
    try:
        metadata = json.loads(_read_member(archive, archive.getinfo(_METADATA), 2**16))
    except (*_BROKEN, RecursionError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int = MAX_BYTES) -> bytes:
    """Read at most ``most`` bytes and one, and of a member with a false size no more than that
    size. Python unpacks bzip2 and LZMA without a bound, and Keras never writes them.

    Python unpacks bzip2 and LZMA without a bound, and Keras never writes them.
    """
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        method = _PACKERS.get(member.compress_type, "an unknown method")
        message = f"{_shown(member)} is packed with {method}, and Keras never does so"
        raise zipfile.BadZipFile(message)
    size = min(member.file_size, most)
    with archive.open(member) as file:
        data = file.read(size + 1)
    if len(data) < size:
        raise zipfile.BadZipFile(f"{_shown(member)} holds less than it says")
    return data


def _stop(notes: Notes, kind: str, message: str) -> NoReturn:
    notes.add(SyntaxProblem(kind, message, None, _NOWHERE))
    raise EndOfScanError
