"""Notes on scripts and notebooks among the arguments without a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.files import STDIN
from kspec.linter.recognition import uses_keras
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kspec.cli.lint_request import Job
    from kspec.linter.report import Checked

MOST = 3
"""Files that are named one by one."""


def nothing_to_check(paths: Iterable[str], checked: Iterable[tuple[Job, Checked]]) -> Iterator[str]:
    """Sentences on the code among these paths that does not import Keras, or builds no model."""
    named = {STDIN, *(str(Path(path)) for path in paths)}
    foreign, empty = [], []
    for job, one in checked:
        if one.document.format != "python" or job.path not in named or one.document.problems:
            continue
        origin = one.document.origin
        if not uses_keras(one.document.text, None if origin is None else origin.parent):
            foreign.append(job.name)
        elif not getattr(one.document, "models", True):
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
