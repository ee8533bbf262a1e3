"""Arrays that stay on the disk: samples are read for each batch."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.data.array import Array

SHARE = 4
"""Divisor of the memory for the largest array that is not left on the disk."""
MEBIBYTE = 1 << 20
UNKNOWN = 2048 * MEBIBYTE
"""Memory that is assumed where the system does not report it."""


class Part:
    """Samples of an array on the disk, in an order of their own."""

    on_disk = True

    def __init__(self, whole: Any, rows: Array) -> None:
        self.whole = whole
        self.rows = rows
        self.dtype = whole.dtype
        self.shape = (len(rows), *whole.shape[1:])
        self.ndim = len(self.shape)
        self.size = int(np.prod(self.shape))

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.rows)

    def __getitem__(self, index: Any) -> Array:
        """Samples as an array of numpy."""
        array: Array = np.asarray(self.whole[self.rows[index]])
        return array


class Texts:
    """Texts one after another in a file."""

    on_disk = True
    dtype = np.dtype(object)
    ndim = 1

    def __init__(self, file: Any, offsets: Array) -> None:
        self.bytes = np.memmap(file, np.uint8, mode="r")
        self.ends = offsets
        self.size = len(offsets)
        self.shape = (len(offsets),)

    def __len__(self) -> int:
        """Number of texts."""
        return len(self.ends)

    def __getitem__(self, index: Any) -> Array:
        """Texts at an index."""
        return np.array([self._text(row) for row in np.arange(len(self))[index]], object)

    def _text(self, row: int) -> str:
        start = self.ends[row - 1] if row else 0
        return bytes(self.bytes[start : self.ends[row]]).decode()


class Growing:
    """An array that is read in portions, and goes to the disk when it outgrows the memory."""

    def __init__(self) -> None:
        self.portions: list[Array] = []
        self.count = 0
        self.size = 0
        self.file: Any = None
        self.ends: list[Array] = []
        self.shape: tuple[int, ...] = ()
        self.dtype = np.dtype(object)

    def add(self, portion: Array) -> None:
        """Take the next samples, of the same shape as those before."""
        if not self.count:
            self.shape, self.dtype = portion.shape[1:], portion.dtype
        self.portions.append(portion)
        self.count += len(portion)
        self.size += _bytes(portion)
        if self.size > memory() and (self.dtype != object or not self.shape):
            self._spill()

    def array(self) -> Any:
        """Whole array, in memory or on the disk."""
        if self.file is None:
            return np.concatenate(self.portions)
        with self.file as file:  # the mapping stays when the file is closed
            file.flush()
            if self.dtype == object:
                return Texts(file, np.concatenate(self.ends))
            return np.memmap(file, self.dtype, mode="r", shape=(self.count, *self.shape))

    def _spill(self) -> None:
        try:
            self._write()
        except OSError as error:
            raise DataError(
                "The data is larger than the memory, and cannot be written to "
                f"{tempfile.gettempdir()}: {error.strerror or error}. Let TMPDIR name a folder "
                "with more room, or KSPEC_MEMORY (in MiB) allow more memory."
            ) from error

    def _write(self) -> None:
        if self.file is None:
            # no name, so that nothing is left behind however the process ends
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - `array` closes it
            if self.dtype.kind == "i":
                self.dtype = np.dtype(float)  # fractions may follow
        write = self._write_texts if self.dtype == object else self._write_numbers
        for portion in self.portions:
            write(portion)
        self.portions = []

    def _write_numbers(self, portion: Array) -> None:
        self.file.write(portion.astype(self.dtype).tobytes())

    def _write_texts(self, portion: Array) -> None:
        encoded = [text.encode() for text in portion]
        start = self.ends[-1][-1] if self.ends else 0
        self.ends.append(np.cumsum([len(text) for text in encoded], dtype=np.int64) + start)
        self.file.write(b"".join(encoded))


def _bytes(portion: Array) -> int:
    if portion.dtype == object:
        return sum(map(len, portion.flat)) + 50 * portion.size  # Python's own part of a text
    return portion.nbytes


def texts(items: Sequence[str]) -> Array:
    """Texts as an array that Keras takes, of any lengths."""
    return np.array(items, object)


def is_on_disk(array: Any) -> bool:
    """Whether an array is read from the disk at each access."""
    return isinstance(array, np.memmap) or getattr(array, "on_disk", False)


def rows_of(array: Any, rows: Array) -> Any:
    """Take samples: of an array in memory a copy, of one on the disk a view."""
    return Part(array, rows) if is_on_disk(array) else array[rows]


def memory() -> int:
    """Number of bytes of an array to keep in memory: ``KSPEC_MEMORY`` MiB, or a quarter of the
    machine's memory.
    """
    limit = os.environ.get("KSPEC_MEMORY", "")
    if limit.isdigit():
        return int(limit) * MEBIBYTE
    if not hasattr(os, "sysconf"):
        return UNKNOWN
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // SHARE
