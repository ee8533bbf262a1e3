"""The facts of a folder with a folder of images or texts for each class."""

from importlib.util import find_spec
from pathlib import Path
from statistics import median_low

import numpy as np

from kspec.data.folders import TEXTS
from kspec.data.formats import FORMATS, IMAGES
from kspec.starter.facts import Facts, Input, StarterError
from kspec.starter.task import target_of_texts

LARGEST = 160
"""Rows and columns to which larger images are scaled."""
LOOKED_AT = 500
"""Files that are opened."""
OFTEN = 0.95
"""The share of the texts that are not cut."""


def facts_of_folder(path: Path, task: str | None, shown: str) -> Facts:
    """Facts of a folder: images or texts, by class.

    Raises `StarterError` where there are neither, or fewer than two classes.
    """
    files = sorted(file for file in path.glob("*/**/*") if file.is_file())
    images, texts = (
        [file for file in files if file.suffix.lower() in suffixes] for suffixes in (IMAGES, TEXTS)
    )
    listed = images or texts
    if not listed:
        raise StarterError(f"{path} holds no .npy files, and no folders of images or .txt files.")
    classes = [file.relative_to(path).parts[0] for file in listed]
    names, codes = np.unique(classes, return_inverse=True)
    if len(names) == 1:
        raise StarterError(f'{path} holds one class only, "{names[0]}": each has a folder.')
    step = max(1, len(listed) // LOOKED_AT)
    feed, notes = (_images if images else _texts)(listed[::step])
    task, target = target_of_texts(task, codes, tuple(map(str, names)))
    return Facts(path.name, task, (feed,), target, shown, len(listed), notes=notes)


def _images(files: list[Path]) -> tuple[Input, tuple[str, ...]]:
    """Images scaled to their usual size, or to less where they are large."""
    if find_spec("PIL") is None:
        raise StarterError("To look at images, kspec needs Pillow: pip install pillow.")
    from PIL import Image

    sizes, grey = [], True
    for file in files:
        try:
            with Image.open(file, formats=FORMATS) as image:
                sizes.append(image.size)
                grey = grey and image.mode in {"1", "L", "I;16"}
        except (OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
            raise StarterError(f"{file} cannot be read as an image: {error}.") from error
    width, height = (median_low(side) for side in zip(*sizes, strict=True))
    scale = min(1.0, LARGEST / max(width, height))
    shape = (max(1, round(height * scale)), max(1, round(width * scale)), 1 if grey else 3)
    notes = []
    if set(sizes) != {(shape[1], shape[0])}:
        notes.append(f"images are scaled to {shape[0]} x {shape[1]} pixels")
    return Input("input", "image", shape, high=255.0), tuple(notes)


def _texts(files: list[Path]) -> tuple[Input, tuple[str, ...]]:
    try:
        lengths = sorted(len(file.read_text("utf-8").split()) for file in files)
    except UnicodeDecodeError as error:
        raise StarterError(f"The texts cannot be read in UTF-8: {error}.") from error
    length = lengths[int(OFTEN * (len(lengths) - 1))]
    return Input("input", "text", (1,), length=length), ()
