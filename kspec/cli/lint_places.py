"""Entries of `per-file-ignores` for a place that no file has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.files import STDIN
from kspec.linter.documents import read_file
from kspec.linter.globs import is_glob
from kspec.source.outline import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.cli.lint_request import Job
    from kspec.linter.file_ignores import FileIgnore


def lost_places(jobs: Iterable[Job]) -> Iterator[str]:
    """Yield a sentence on every entry of a glob whose pointer leads nowhere in all of its files;
    for a single file, its findings report it.
    """
    meant: dict[FileIgnore, list[Job]] = {}
    for job in jobs:
        for ignore in job.ignores:
            if ignore.pointer and is_glob(ignore.glob):
                meant.setdefault(ignore, []).append(job)
    for ignore, files in meant.items():
        if not any(_has(job, ignore.pointer) for job in files):
            place = f'"{ignore.glob}#{ignore.pointer}"'
            yield f"{ignore.settings}: no file has the place of {place} in per-file-ignores"


def _has(job: Job, pointer: str) -> bool:
    """Whether a file has a place; one that cannot be read may have it."""
    if job.path == STDIN:
        return True
    try:
        document = read_file(Path(job.path), job.name)
    except OSError:
        return True
    return not document.parsed or keys_of(pointer, document.value) is not None
