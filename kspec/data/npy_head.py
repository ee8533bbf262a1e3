"""The headers and first values of arrays in `.npy` and `.npz` files, without numpy."""

import ast
import struct
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import IO

from kspec.analysis.observations import ArrayFacts
from kspec.data.plain_values import plain_values, unread_values
from kspec.named_tuple import NamedTuple

MAGIC = b"\x93NUMPY"
LENGTHS = {1: "<H", 2: "<I"}
"""Notation of the header's length, by the version of the format."""
MOST_HEADER = 1 << 16
MOST_MEMBERS = 32
MOST_VALUES = 1 << 16
LETTERS = {
    "b1": ("?", "bool"),
    "i1": ("b", "int8"),
    "u1": ("B", "uint8"),
    "f2": ("e", "float16"),
    **{f"i{size}": (letter, f"int{8 * size}") for size, letter in ((2, "h"), (4, "i"), (8, "q"))},
    **{f"u{size}": (letter, f"uint{8 * size}") for size, letter in ((2, "H"), (4, "I"), (8, "Q"))},
    "f4": ("f", "float32"),
    "f8": ("d", "float64"),
}
"""The letter of `struct` and the name of numpy for a dtype, by its code in the header."""
DAMAGE = (
    *(ValueError, KeyError, TypeError, SyntaxError, EOFError, RecursionError, MemoryError),
    *(struct.error, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
)
"""Exceptions of Python for a file without an array, or a damaged one."""


class ArrayHead(NamedTuple):
    """Header of an array, and its first bytes."""

    shape: tuple[int, ...]
    order: str
    """Byte order in the notation of `struct`."""
    code: str
    by_column: bool
    data: bytes

    def values(self, *, target: bool) -> ArrayFacts:
        """Facts of the array, samples first; raises one of `DAMAGE` where its samples are neither
        numbers nor texts.
        """
        if not self.shape:
            message = "this array has no samples"
            raise ValueError(message)
        samples, sample = self.shape[0], self.shape[1:]
        if self.code[:1] in {"U", "S"}:
            return unread_values(sample, "string", samples)._replace(fixed_width=True)
        letter, dtype = LETTERS[self.code]
        size = struct.calcsize(f"<{letter}")
        count = len(self.data) // size
        width = prod(sample)
        if self.by_column or not width or count < width:
            return unread_values(sample, dtype, samples)
        count -= count % width
        numbers = struct.unpack(f"{self.order}{count}{letter}", self.data[: count * size])
        return plain_values(
            numbers,
            sample,
            dtype,
            samples=samples,
            whole_array=count == prod(self.shape),
            target=target,
        )


def npy_head(path: Path) -> ArrayHead:
    """Read the head of a file; raises one of `DAMAGE` for a file without an array."""
    with path.open("rb") as file:
        return _head(file)


def npz_heads(path: Path) -> Mapping[str, ArrayHead]:
    """Read the heads of the arrays in an archive by name; raises one of `DAMAGE` for a damaged
    one.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        if len(names) > MOST_MEMBERS:
            message = f"this archive holds {len(names)} arrays"
            raise ValueError(message)
        heads = {}
        for name in names:
            with archive.open(name) as file:
                heads[name[:-4]] = _head(file)
        return heads


def _head(file: IO[bytes]) -> ArrayHead:
    if file.read(len(MAGIC)) != MAGIC:
        message = "this is no array of numpy"
        raise ValueError(message)
    form = LENGTHS[file.read(2)[0]]
    (length,) = struct.unpack(form, file.read(struct.calcsize(form)))
    written = ast.literal_eval(file.read(min(length, MOST_HEADER)).decode("latin-1").strip())
    shape, descr = written["shape"], written["descr"]
    if not all(type(size) is int and size >= 0 for size in shape):
        message = "this array has no shape"
        raise ValueError(message)
    order, code = (descr[:1], descr[1:]) if isinstance(descr, str) else ("", "")
    size = int(code[1:]) if code in LETTERS else 0
    data = file.read(min(MOST_VALUES, prod(shape)) * size)
    return ArrayHead(
        tuple(shape), ">" if order == ">" else "<", code, bool(written["fortran_order"]), data
    )
