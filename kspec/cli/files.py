"""Files of a command, from its arguments."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.linter.settings import absolute, relative_to
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kspec.cli.gitignore import Patterns
    from kspec.cli.lint_request import Jobs
    from kspec.linter.settings_files import SettingsFiles

STDIN = "-"
SKIPPED = frozenset(("node_modules", "__pycache__", "site-packages"))
OF_A_RUN = ("run.json", "spec.json", "environment.json")
"""Files of a run directory, whose models are copies of the one that was trained."""


class FoundFiles(NamedTuple):
    """Files to lint (`-` for standard input), problems with the arguments, and the number of named
    files that are excluded.
    """

    files: list[str]
    complaints: list[str]
    excluded: int


class Excludes:
    """Exclusion of paths by `--exclude` and the settings' `exclude`."""

    def __init__(self, patterns: Sequence[str], settings: Jobs | SettingsFiles) -> None:
        self.patterns = patterns
        self.settings = settings
        self.here = Path.cwd()

    def mean(self, path: Path) -> bool:
        """Whether a path, or a folder above it, is excluded."""
        from kspec.linter.globs import matches

        if any(matches(pattern, relative_to(path, self.here)) for pattern in self.patterns):
            return True
        settings = self.settings.settings_for(absolute(path).parent)
        if settings.file is None or not settings.exclude:
            return False
        relative = relative_to(path, settings.file.parent)
        return any(matches(pattern, relative) for pattern in settings.exclude)


def find_files(arguments: Iterable[str], excludes: Excludes, *, force_exclude: bool) -> FoundFiles:
    """Every file once, standard input first and then in order of names, however they were named;
    folders are searched.

    A file that is named is taken as it is, and excluded only with ``force_exclude``.
    """
    files = FoundFiles([], [], 0)
    visited: set[str | Path] = set()
    excluded = 0
    for argument in arguments:
        for file, named in _expand(argument, excludes, files.complaints):
            place = file if file == STDIN else absolute(file)
            if place in visited:
                continue
            visited.add(place)
            if named and force_exclude and file != STDIN and excludes.mean(Path(file)):
                excluded += 1
            else:
                files.files.append(file)
    files.files.sort(key=lambda file: (file != STDIN, Path(file).parts))
    return files._replace(excluded=excluded)


def _expand(argument: str, excludes: Excludes, complaints: list[str]) -> Iterator[tuple[str, bool]]:
    if argument == STDIN:
        yield STDIN, True
        return
    path = Path(argument)
    try:
        is_folder = path.is_dir()
    except OSError as error:  # a name that no file can have
        complaints.append(f"{argument}: {error.strerror}")
        return
    if is_folder:
        for file in _search(path, excludes):
            yield str(file), False
    elif path.exists():
        yield str(path), True
    else:
        yield from _glob(argument, excludes, complaints)


def _glob(argument: str, excludes: Excludes, complaints: list[str]) -> Iterator[tuple[str, bool]]:
    from glob import glob

    from kspec.linter.globs import is_glob

    if not is_glob(argument):
        complaints.append(f"{argument}: no such file or folder")
        return
    paths = sorted(glob(argument, recursive=True))  # noqa: PTH207 - takes absolute patterns too
    if not paths:
        complaints.append(f"{argument}: no file matches")
    for path in map(Path, paths):
        if path.is_dir():
            if not argument.endswith("**"):
                yield from ((str(file), False) for file in _search(path, excludes))
        elif path.is_file() and not excludes.mean(path):
            yield str(path), True


def _search(folder: Path, excludes: Excludes) -> Iterator[Path]:
    """Yield the specs in a folder and below, without those that git ignores."""
    from kspec.cli.gitignore import patterns_above

    place = absolute(folder)
    yield from _walk(folder, place, patterns_above(place), excludes)


def _walk(folder: Path, place: Path, patterns: Patterns, excludes: Excludes) -> Iterator[Path]:
    from kspec.cli.gitignore import is_ignored, patterns_in
    from kspec.cli.spec_files import is_spec_file

    patterns = (*patterns, *patterns_in(place))
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path, is_folder = folder / entry.name, entry.is_dir(follow_symlinks=False)
        if is_folder and _is_skipped(entry):
            continue
        if is_ignored(place / entry.name, patterns, folder=is_folder) or excludes.mean(path):
            continue
        if is_folder:
            yield from _walk(path, place / entry.name, patterns, excludes)
        elif is_spec_file(path) and _is_file(entry) and not _leads_out(place, entry):
            yield path


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, links followed; a circular link is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _leads_out(folder: Path, entry: os.DirEntry[str]) -> bool:
    """Whether a file is a link out of the project: its author must not have others' files shown in
    a report.
    """
    if not entry.is_symlink():
        return False
    from kspec.cli.terminal import print_error
    from kspec.linter.model_file import inside_project

    leads_out = inside_project(folder, entry.name) is None
    if leads_out:
        print_error(f"{entry.path} leads out of the project: name it to have it linted")
    return leads_out


def _is_skipped(entry: os.DirEntry[str]) -> bool:
    """Hidden folders, installed packages, virtual environments and run directories."""
    return (
        entry.name.startswith(".")
        or entry.name in SKIPPED
        or Path(entry.path, "pyvenv.cfg").exists()
        or all(Path(entry.path, name).exists() for name in OF_A_RUN)
    )
