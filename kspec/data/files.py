"""Arrays in files of numpy, left on the disk: only accessed parts are read."""

from __future__ import annotations

import os
import zipfile
import zlib
from math import prod
from tokenize import TokenError
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.data.array import Array

COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LOCAL_HEADER = 30
"""Bytes before the name of a member in a zip archive; the lengths of the following fields are at
their end.
"""


DAMAGE = (
    *(ValueError, KeyError, TypeError, AttributeError, ArithmeticError, EOFError, SyntaxError),
    *(RecursionError, MemoryError, NotImplementedError, RuntimeError, TokenError),
    *(zipfile.BadZipFile, zlib.error),
)
"""Exceptions of numpy and zipfile for a file of another format, or a damaged one."""


def open_npy(path: Path) -> Array:
    """The array of a ``.npy`` file, mapped into memory.

    Raises `ValueError` for a file of another format, and `OSError` where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = _header(file)
            start = file.tell()
            length = file.seek(0, os.SEEK_END) - start
        header.check(length)
        return _mapped(path, header, start)
    except DAMAGE as error:
        raise ValueError(_first_line(error)) from error


def open_npz(path: Path) -> dict[str, Array]:
    """The arrays of a ``.npz`` archive by name: mapped into memory, or read where they are
    compressed.

    Raises `ValueError` for a file that is no archive, and `OSError` where it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
            return {info.filename[:-4]: _member(path, archive, info) for info in members}
    except DAMAGE as error:
        message = f"{path} is no .npz archive: {_first_line(error)}"
        raise ValueError(message) from error


def _first_line(error: BaseException) -> str:
    """First line of a library's message, or the kind of error where that is empty."""
    words = str(error).partition("\n")[0]
    return words or type(error).__name__


def _member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Array:
    if info.compress_type not in COMPRESSIONS:
        message = f"{info.filename} is compressed in a way that numpy does not write"
        raise ValueError(message)
    with archive.open(info) as file:
        header = _header(file)
        start = file.tell()
    header.check(info.file_size - start)
    if info.compress_type == zipfile.ZIP_STORED:
        return _mapped(path, header, _start_of(path, info) + start)
    with archive.open(info) as file:
        array: Array = np.lib.format.read_array(file, allow_pickle=False)
    return array


class Header(NamedTuple):
    """Header of a file in the .npy format."""

    shape: tuple[int, ...]
    by_column: bool
    dtype: Any

    def check(self, length: int) -> None:
        """Raise `ValueError` where ``length`` bytes cannot hold the array: numpy does not check it,
        and the process ends on values that take no bytes.
        """
        if self.dtype.hasobject:
            message = "it holds Python objects, which kspec does not load"
            raise ValueError(message)
        if not self.dtype.itemsize or any(size < 0 for size in self.shape):
            message = f"it declares {self.dtype} of shape {list(self.shape)}, which is no array"
            raise ValueError(message)
        if (declared := prod(self.shape) * self.dtype.itemsize) > length:
            message = f"it declares {declared:,} bytes, and holds {length:,}"
            raise ValueError(message)


def _header(file: IO[bytes]) -> Header:
    version = np.lib.format.read_magic(file)
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if read is None:
        message = f"it is in version {version} of the .npy format"
        raise ValueError(message)
    return Header(*read(file))


def _mapped(path: Path, header: Header, start: int) -> Array:
    order: Any = "F" if header.by_column else "C"
    if not prod(header.shape):
        return np.empty(header.shape, header.dtype, order)
    mapped: Array = np.memmap(
        path, header.dtype, mode="r", offset=start, shape=header.shape, order=order
    )
    return mapped


def _start_of(path: Path, info: zipfile.ZipInfo) -> int:
    """Offset of a stored member's bytes in the archive."""
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(LOCAL_HEADER)
    name, extra = header[26:28], header[28:30]
    lengths = int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    return info.header_offset + LOCAL_HEADER + lengths
