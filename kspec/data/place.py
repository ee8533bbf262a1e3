"""Places of data, and the limits of their files.

Tables name images, and folders hold links: both may be from others, as the spec is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.data.errors import DataError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.data.model_io import ModelIO
    from kspec.spec.training.data import Data

ROOTS = (".git", "pyproject.toml")
"""Names in the folder of a whole project."""


class Reach(NamedTuple):
    """The folders in which files may be read, links followed."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, base: Path, *allowed: Path) -> Reach:
        """Limit the reach to the project of the folder ``base``, the working directory, and the
        ``allowed`` paths.
        """
        return cls.of_folders(project_of(base), Path.cwd(), *allowed)

    @classmethod
    def of_folders(cls, *folders: Path) -> Reach:
        """Limit the reach to folders."""
        return cls(tuple(folder.resolve() for folder in folders))

    def covers(self, path: Path) -> bool:
        """Whether a path leads into one of them."""
        resolved = _resolved(path)
        return resolved is not None and any(
            resolved.is_relative_to(folder) for folder in self.folders
        )

    def check(self, files: Iterable[Path], origin: str) -> None:
        """Raise `DataError` for the first file that leads elsewhere; ``origin`` names it."""
        covers = cache(self.covers)  # many files are in one folder
        for file in files:
            if not covers(file if file.is_symlink() else file.parent):
                folder = (_resolved(file) or file).parent
                raise DataError(
                    f"{origin} names {file}, which leads out of the project: allow it with "
                    f'--allow-path {folder}, or in Python allow_path=["{folder}"].'
                )


class Place(NamedTuple):
    """File or folder of data, its declared facts, the inputs and outputs that need it, and the
    folders where the files that it names may be.
    """

    path: Path
    facts: Data
    io: ModelIO
    reach: Reach

    def check(self, files: Iterable[Path]) -> None:
        """Raise `DataError` for the first file of this place that leads out of its reach."""
        self.reach.check(files, str(self.path))


def _resolved(path: Path) -> Path | None:
    """A path with its links followed; None for NUL, and for links in a circle."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def project_of(folder: Path) -> Path:
    """The folder of the whole project that a folder is in, or the folder itself."""
    place = folder.resolve()
    return next(
        (one for one in (place, *place.parents) if any((one / root).exists() for root in ROOTS)),
        place,
    )
