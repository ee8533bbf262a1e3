"""Arrays in files of numpy, left on the disk: only what is looked at is read."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

LOCAL_HEADER = 30
"""Bytes before the name of a member in a zip archive; the lengths of what follows end them."""


def open_npy(path: Path) -> Array:
    """The array of a ``.npy`` file, mapped into memory.

    Raises `ValueError` for what is none, and `OSError` where it cannot be read.
    """
    array: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    return array


def open_npz(path: Path) -> dict[str, Array]:
    """The arrays of a ``.npz`` archive by name: mapped into memory, or read where they are
    compressed.

    Raises `ValueError` for what is no archive, and `OSError` where it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
            return {info.filename[:-4]: _member(path, archive, info) for info in members}
    except zipfile.BadZipFile as error:
        message = f"{path} is no .npz archive: {error}"
        raise ValueError(message) from error


def _member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Array:
    with archive.open(info) as file:
        if info.compress_type != zipfile.ZIP_STORED:
            array: Array = np.lib.format.read_array(file, allow_pickle=False)
            return array
        version = np.lib.format.read_magic(file)
        read = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }.get(version)
        if read is None:
            message = f"{path}: {info.filename} is in version {version} of the .npy format"
            raise ValueError(message)
        shape, by_column, dtype = read(file)
        start = file.tell()
    if dtype.hasobject:
        message = f"{path}: {info.filename} holds Python objects, which kspec does not load"
        raise ValueError(message)
    offset = _start_of(path, info) + start
    mapped: Array = np.memmap(
        path, dtype, mode="r", offset=offset, shape=shape, order="F" if by_column else "C"
    )
    return mapped


def _start_of(path: Path, info: zipfile.ZipInfo) -> int:
    """Where a stored member's bytes begin in the archive."""
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(LOCAL_HEADER)
    name, extra = header[26:28], header[28:30]
    lengths = int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    return info.header_offset + LOCAL_HEADER + lengths
