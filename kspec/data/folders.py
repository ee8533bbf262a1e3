"""Folders: of ``.npy`` arrays, or of images or texts with a folder for each class."""

from pathlib import Path

from kspec.data.errors import DataError
from kspec.data.formats import IMAGES
from kspec.data.model_io import ModelIO
from kspec.data.place import Place
from kspec.data.samples import Raw
from kspec.data.stored import Growing, texts

TEXTS = frozenset((".txt",))
PORTION = 256
"""Number of files that are read at once."""


def read_folder(place: Place) -> Raw:
    """The arrays, images or texts in a folder.

    The classes of images and texts are the names of the folders that they are in. Raises
    `DataError` for a folder of anything else, and for links that lead out of the project.
    """
    path, io = place.path, place.io
    if next(path.glob("*.npy"), None) is not None:
        from kspec.data.numpy_files import read_npy

        return read_npy(place)
    for suffixes in (IMAGES, TEXTS):
        files = _files(path, suffixes, by_class=bool(io.outputs))
        if files:
            place.check(files)
            return _raw(path, files, suffixes, io)
    if _files(path, IMAGES | TEXTS, by_class=False):
        raise DataError(
            f"{path} holds files, and no folder for each class: put them into {path}/CLASS/."
        )
    raise DataError(f"{path} holds no .npy files, and no folders of images or .txt files.")


def read_image(path: Path, io: ModelIO) -> Raw:
    """Read an image to predict; raises `DataError` where the data has outputs too."""
    if io.outputs:
        raise DataError(
            f"{path} is one image, and has no class: name a folder with a folder of images for "
            "each class."
        )
    return _raw(path, [path], IMAGES, io)


def _files(path: Path, suffixes: frozenset[str], *, by_class: bool) -> list[Path]:
    """List the files in the folders of classes, and without classes also outside of them."""
    pattern = "*/**/*" if by_class else "**/*"
    return sorted(
        file for file in path.glob(pattern) if file.suffix.lower() in suffixes and file.is_file()
    )


def _raw(path: Path, files: list[Path], suffixes: frozenset[str], io: ModelIO) -> Raw:
    if len(io.inputs) != 1 or len(io.outputs) > 1:
        raise DataError(
            f"{path} is a folder, which gives one input and one target: for several, name the "
            "files in the columns of a CSV file."
        )
    (port,) = io.inputs.values()
    if suffixes is IMAGES:
        from kspec.data.images import images

        x = images(files, port.shape)
    else:
        x = _texts(files)
    names = [str(file.relative_to(path)) if file != path else file.name for file in files]
    y = {}
    if io.outputs:
        y[""] = texts([file.relative_to(path).parts[0] for file in files])
    return Raw({"": x}, y, str(path), encoding=_encoding(io), files=names)


def _encoding(io: ModelIO) -> str | None:
    """The encoding of the classes that the loss takes."""
    for port in io.outputs.values():
        kind = port.loss.kind if port.loss is not None else "sparse"
        return {"categorical": "one_hot", "binary": "binary"}.get(kind, "integer")
    return None


def _texts(files: list[Path]) -> object:
    growing = Growing()
    for start in range(0, len(files), PORTION):
        growing.add(texts([_text(file) for file in files[start : start + PORTION]]))
    return growing.array()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{file} cannot be read as text in UTF-8: {error}.") from error
