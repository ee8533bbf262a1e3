"""Many files in several processes, when that is worth their start."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kspec.linter.documents import code_format
from kspec.linter.garbage import without_gc
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.cli.lint_request import Job
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked
    from kspec.linter.symbols import Names
    from kspec.source.document import Document, SyntaxProblem
    from kspec.source.notebook import Notebook

SECONDS_PER_FILE = 0.0006
SECONDS_PER_PROGRAM = 0.01
"""Seconds of a script or notebook, most of which takes its interpretation."""
SECONDS_PER_BYTE = 7e-8
"""Seconds of reading a byte, measured on small specs and on Keras's files of its applications."""
SAFE = "PYTHONSAFEPATH"
WORTH_IT = 0.4
"""Seconds of work below which processes cost more than they save."""


class Code(NamedTuple):
    """Program without its models: what reports and notes show of it, without interpreting it."""

    text: str
    notebook: Notebook | None
    problems: tuple[SyntaxProblem, ...]
    builds: bool
    stop: int | None


class Result(NamedTuple):
    """Result of a file, from another process; a spec is read again where it has findings."""

    findings: list[Finding]
    names: Names
    suppressed: int
    unseen: int
    code: Code | None

    @classmethod
    def of(cls, one: Checked) -> Self:
        """Part of a checked file that a report needs."""
        document, code = one.document, None
        if document.format == "python":
            builds, stop = getattr(document, "builds", True), getattr(document, "stop", None)
            code = Code(document.text, document.notebook, document.problems, builds, stop)
        return cls(one.findings, one.names, one.suppressed, one.unseen, code)

    def checked(self, job: Job) -> Checked:
        """The checked file, with a document that is enough for its report."""
        from kspec.linter.report import Checked

        return Checked(
            self._document(job),
            self.findings,
            self.names,
            suppressed=self.suppressed,
            unseen=self.unseen,
        )

    def _document(self, job: Job) -> Document:
        from kspec.cli.lint_file import document_of
        from kspec.linter.program import unread_program
        from kspec.source.parsing import parse_text

        if self.code is not None:
            text, notebook, problems, builds, stop = self.code
            document = unread_program(job.name, text, notebook, problems)
            document.origin, document.builds, document.stop = job.origin, builds, stop
            return document
        if self.findings:
            return document_of(job)
        return parse_text("{}", job.name, "json")  # no report shows more of it than its name


def pays(jobs: Sequence[Job]) -> bool:
    """Whether several processes are faster, by the number and size of the files."""
    if (os.cpu_count() or 1) == 1:
        return False
    programs = sum(code_format(job.name) is not None for job in jobs)
    work = len(jobs) * SECONDS_PER_FILE + programs * SECONDS_PER_PROGRAM
    if work < WORTH_IT:
        work += sum(map(_size, jobs)) * SECONDS_PER_BYTE
    return work >= WORTH_IT


def _size(job: Job) -> int:
    try:
        return Path(job.path).stat().st_size
    except OSError:
        return 0


def check_in_processes(jobs: Sequence[Job]) -> tuple[list[tuple[Job, Checked]], list[str]]:
    """Check files in processes; returns their results in the order of the jobs, and messages on
    files that could not be checked.
    """
    from concurrent.futures import ProcessPoolExecutor

    from kspec.cli.files import STDIN
    from kspec.cli.how_far import counted
    from kspec.cli.lint_file import check_one

    workers = min(os.cpu_count() or 1, 8)
    complaints: list[str] = []
    others = [job for job in jobs if job.path != STDIN]
    checked = [(job, check_one(job)) for job in jobs if job.path == STDIN]
    with _without_working_directory(), ProcessPoolExecutor(workers) as pool:
        size = max(len(others) // (workers * 4), 1)
        every = counted(pool.map(_work, others, chunksize=size), len(others))
        for job, result in zip(others, every, strict=True):
            if isinstance(result, str):
                complaints.append(result)
            else:
                checked.append((job, result.checked(job)))
    return checked, complaints


@contextmanager
def _without_working_directory() -> Iterator[None]:
    """Have processes that do not fork look for modules where this one does: by itself a new Python
    looks into the folder that is linted first, and a `signal.py` there would run.
    """
    former = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    try:
        yield
    finally:
        if former is None:
            del os.environ[SAFE]
        else:
            os.environ[SAFE] = former


@without_gc()
def _work(job: Job) -> Result | str:
    """Check a file, or return why it could not be checked."""
    from kspec.cli.lint_file import check_or_complain

    one = check_or_complain(job)
    return one if isinstance(one, str) else Result.of(one)
