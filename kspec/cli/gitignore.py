"""Ignored paths of git: the `.gitignore` files from the repository's root down to a folder."""

from collections.abc import Iterator
from pathlib import Path

from kspec.linter.globs import Glob, compiled
from kspec.named_tuple import NamedTuple
from kspec.source.plain_files import read_plain


class Pattern(NamedTuple):
    """Pattern of a `.gitignore`, for the paths below its folder."""

    folder: Path
    glob: Glob
    ignores: bool
    folders_only: bool


Patterns = tuple[Pattern, ...]
MOST = 2**16
"""Bytes of a `.gitignore` that is heeded; one of git's own users has a hundredth."""


def patterns_above(folder: Path) -> Patterns:
    """Patterns of the folders above an absolute folder; none outside of a repository."""
    chain = [folder, *folder.parents]
    root = next((parent for parent in chain if (parent / ".git").exists()), None)
    if root is None:
        return ()
    patterns = list(_read(root / ".git" / "info" / "exclude", root))
    for parent in reversed(chain[1 : chain.index(root) + 1]):
        patterns += patterns_in(parent)
    return tuple(patterns)


def patterns_in(folder: Path) -> Patterns:
    """The patterns of a folder's own `.gitignore`."""
    return tuple(_read(folder / ".gitignore", folder))


def is_ignored(path: Path, patterns: Patterns, *, folder: bool) -> bool:
    """Whether git ignores a path; the last pattern that means it decides."""
    for pattern in reversed(patterns):
        if pattern.folders_only and not folder:
            continue
        if pattern.glob.match(path.relative_to(pattern.folder).as_posix()):
            return pattern.ignores
    return False


def _read(file: Path, folder: Path) -> Iterator[Pattern]:
    try:
        text = read_plain(file, MOST)
    except (OSError, ValueError):
        return
    for line in text.splitlines():
        word = line.rstrip()
        if not word or word.startswith("#"):
            continue
        ignores = not word.startswith("!")
        word = word.removeprefix("!").removeprefix("\\")
        yield Pattern(folder, compiled(word), ignores, word.endswith("/"))
