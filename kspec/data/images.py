"""Images in files, brought to the size and the channels that a network takes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.data.errors import DataError
from kspec.data.formats import FORMATS
from kspec.data.stored import memory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kspec.data.array import Array
    from kspec.spec.shapes import Shape

MODES = {1: "L", 3: "RGB", 4: "RGBA"}
"""Pillow's modes by the number of channels."""
RANK = 3


@dataclass(frozen=True)
class Embedded:
    """An encoded image that a table holds, and the words for its place."""

    content: bytes
    place: str

    def __str__(self) -> str:
        return self.place


class Images:
    """Images that are read from their files for each batch: (samples, height, width, channels) of 0
    to 255.
    """

    on_disk = True
    dtype = np.dtype(np.uint8)
    ndim = 4

    def __init__(
        self, files: Sequence[Path | Embedded], shape: tuple[int, int, int], *, resize: bool
    ) -> None:
        self.files = files
        self.shape = (len(files), *shape)
        self.size = int(np.prod(self.shape))
        self.resize = resize

    @property
    def nbytes(self) -> int:
        """Memory of all images, in bytes."""
        return self.size

    def __len__(self) -> int:
        """Number of images."""
        return len(self.files)

    def __getitem__(self, index: Any) -> Array:
        """Read the images at an index; raises `DataError` for a file that is no image."""
        rows = np.arange(len(self))[index]
        pixels = np.empty((len(rows), *self.shape[1:]), np.uint8)
        for at, row in enumerate(rows):
            pixels[at] = self._image(self.files[row])
        return pixels

    def _image(self, file: Path | Embedded) -> Array:
        _, height, width, channels = self.shape
        with _opened(file) as image:
            if not self.resize and image.size != (width, height):
                raise DataError(
                    f"{file} is {image.size[1]} x {image.size[0]} pixels, and {self.files[0]} "
                    f"{height} x {width}: give the input a shape, to which images are scaled."
                )
            try:
                converted = image.convert(MODES[channels])
            except (OSError, ValueError, SyntaxError) as error:
                raise DataError(f"{file} cannot be read as an image: {error}.") from error
            if converted.size != (width, height):
                converted = converted.resize((width, height), resample=2)  # bilinear
            return np.asarray(converted).reshape(self.shape[1:])


def images(files: Sequence[Path | Embedded], shape: Shape | None) -> Any:
    """The images of files for an input of ``shape`` (height, width, channels; None where it is
    free): an array where they fit into memory.

    Raises `DataError` for a file that is no image, and for an input that takes none.
    """
    if find_spec("PIL") is None:
        raise DataError("To read images, kspec needs Pillow: pip install pillow.")
    if shape is not None and len(shape) != RANK:
        raise DataError(
            "The data are images, and the input takes samples of "
            f"{len(shape)} dimensions instead of (height, width, channels)."
        )
    height, width, channels = shape or (None, None, None)
    if channels not in {None, *MODES}:
        raise DataError(
            f"The data are images, and the input takes {channels} channels: not 1, 3, 4."
        )
    with _opened(files[0]) as first:
        size = (height or first.size[1], width or first.size[0], channels or RANK)
    array = Images(files, size, resize=height is not None and width is not None)
    if array.nbytes > memory():
        return array
    return array[:]


def _opened(file: Path | Embedded) -> Any:
    from PIL import Image

    try:
        if isinstance(file, Embedded):
            return Image.open(BytesIO(file.content), formats=FORMATS)
        if not file.is_file():  # a pipe would be waited for
            raise DataError(f"There is no image {file}, which the data names.")
        return Image.open(file, formats=FORMATS)
    except (OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise DataError(f"{file} cannot be read as an image: {error}.") from error
