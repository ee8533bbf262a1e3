"""Arrays as PNG images within a page."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kspec.data.array import Array

COLORS = {1: 0, 3: 2, 4: 6}
"""What PNG calls pixels of so many values."""


def png_tag(pixels: Array, label: str) -> str:
    """An image (height, width, channels) of 0 to 255 as an element; ``label`` holds no markup."""
    code = base64.b64encode(png(pixels)).decode()
    return f'<img alt="{label}" src="data:image/png;base64,{code}">'


def png(pixels: Array) -> bytes:
    """The bytes of the file."""
    height, width, channels = pixels.shape
    head = struct.pack(">IIBBBBB", width, height, 8, COLORS[channels], 0, 0, 0)
    rows = pixels.astype(np.uint8).reshape(height, width * channels)
    scanned = np.pad(rows, ((0, 0), (1, 0))).tobytes()  # 0 before each row: it is not filtered
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(scanned)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
