"""Check of a file in `kspec lint`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.files import STDIN
from kspec.cli.terminal import CommandError
from kspec.linter.selection import SelectionError
from kspec.linter.settings import SettingsError

if TYPE_CHECKING:
    from kspec.cli.lint_request import Job
    from kspec.linter.report import Checked
    from kspec.source.document import Document


def check_one(job: Job) -> Checked:
    """Check a file; raises `OSError` where it cannot be read."""
    return job.check(document_of(job))


def check_or_complain(job: Job) -> Checked | str:
    """Check a file; returns a message where it cannot be read, or reveals a bug of kspec: the other
    files are checked all the same.

    Raises `CommandError` where an extra is missing.
    """
    try:
        return check_one(job)
    except (SettingsError, SelectionError, CommandError):
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return f"{job.name}: {reason[:1].lower()}{reason[1:]}"
    except Exception as error:  # a bug of kspec, of whatever kind
        from kspec.cli.crash import refusal, report

        if isinstance(error, ModuleNotFoundError) and (missing := refusal(error)):
            raise CommandError(missing) from error
        if os.environ.get("KSPEC_DEBUG"):
            raise
        return f"{job.name}: {report(error)}"


def document_of(job: Job) -> Document:
    """The document of a file, or of standard input, which is of the file that it is named."""
    from kspec.linter.documents import parse_file, read_file

    if job.path != STDIN:
        return read_file(Path(job.path), job.name)
    import sys

    from kspec.source.limits import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    return parse_file(data, job.name, origin=job.origin)
