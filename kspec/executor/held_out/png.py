"""Arrays as PNG images within a page."""

import base64
import io

import numpy as np

from kspec.data.array import Array

CHANNELS = frozenset({1, 3, 4})
"""Numbers of channels: gray, RGB, and RGB with transparency."""


def png_tag(pixels: Array, label: str) -> str:
    """An image (height, width, channels) of 0 to 255 as an element; ``label`` holds no markup."""
    code = base64.b64encode(png(pixels)).decode()
    return f'<img alt="{label}" src="data:image/png;base64,{code}">'


def png(pixels: Array) -> bytes:
    """The bytes of the file."""
    from PIL import Image

    values = pixels.astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(values[..., 0] if values.shape[-1] == 1 else values).save(file, "PNG")
    return file.getvalue()
