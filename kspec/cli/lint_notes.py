"""Notes beside a report: on code without a model, and on places of settings that no file has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.files import STDIN
from kspec.linter.documents import read_file
from kspec.linter.recognition import uses_keras
from kspec.source.outline import keys_of
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.cli.lint_request import Job
    from kspec.linter.file_ignores import FileIgnore
    from kspec.linter.report import Checked
    from kspec.source.document import Document

MOST = 3
"""Files that are named one by one."""


def nothing_to_check(paths: Iterable[str], checked: Iterable[tuple[Job, Checked]]) -> Iterator[str]:
    """Sentences on the code among these paths that does not import Keras, builds no model, or is
    too long to be read to its end.
    """
    named = {STDIN, *(str(Path(path)) for path in paths)}
    foreign, empty = [], []
    for job, one in checked:
        if one.document.format != "python" or job.path not in named or one.document.problems:
            continue
        origin = one.document.origin
        if not uses_keras(one.document.text, None if origin is None else origin.parent):
            foreign.append(job.name)
        elif sentence := early_end(job.name, one.document):
            yield sentence
        elif not getattr(one.document, "builds", True):
            empty.append(job.name)
    if len(foreign) > MOST:
        files = counted(len(foreign), "file")
        yield f"{files} of code do not import Keras, and there is nothing to check in them"
    else:
        for name in foreign:
            yield f"{name} does not import Keras, and there is nothing to check in it"
    if len(empty) <= MOST:
        for name in empty:
            yield f"{name} builds no model that kspec can follow"


def early_end(name: str, document: Document) -> str | None:
    """A sentence on where the reading of a program ends too early; None where all is read."""
    stop = getattr(document, "stop", None)
    if stop is None:
        return None
    return f"{name}:{document.position(stop)}: the rest takes more steps than kspec follows"


def data_for_specs(checked: Iterable[tuple[Job, Checked]]) -> Iterator[str]:
    """A sentence on the code among the files, which `--data` is not about."""
    if any(one.document.format == "python" for _, one in checked):
        yield "--data is for specs: `kspec run` checks the models of a script with their arrays"


def lost_places(jobs: Iterable[Job]) -> Iterator[str]:
    """Yield a sentence on every entry of a glob whose pointer leads nowhere in all of its files;
    for a single file, its findings report it.
    """
    from kspec.linter.globs import is_glob

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
