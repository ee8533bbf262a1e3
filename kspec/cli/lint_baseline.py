"""`--baseline` and `--write-baseline`: findings that are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.terminal import CommandError, print_error
from kspec.linter.baseline import Baseline, Entry
from kspec.linter.settings import relative_to
from kspec.source.limits import MAX_BYTES
from kspec.source.plain_files import read_plain
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from kspec.cli.lint_request import Job, Jobs
    from kspec.linter.report import Checked

Results = list[tuple["Job", "Checked"]]


def write(path: Path, checked: Results) -> int:
    """Write all findings as known; returns 0, or 2 where the file cannot be written."""
    baseline = Baseline()
    for job, one in checked:
        baseline.add(relative_to(Path(job.name), path.parent), one)
    if not _write(path, baseline):
        return 2
    print_error(f"wrote {counted(baseline.entries.total(), 'finding')} to {path}")
    return 0


def without_known(jobs: Jobs, checked: Results) -> Results:
    """Filter findings in the baselines; entries of fixed findings are removed from these."""
    baselines: dict[Path, Baseline] = {}
    results = []
    for job, one in checked:
        path = Path(jobs.request.baseline) if jobs.request.baseline else job.baseline
        if path is None:
            results.append((job, one))
            continue
        baseline = baselines.get(path) or baselines.setdefault(path, _read(path))
        results.append((job, baseline.apply(relative_to(Path(job.name), path.parent), one)))
    if not jobs.request.diff:
        for path, baseline in baselines.items():
            _shrink(path, baseline, checked)
    return results


def _read(path: Path) -> Baseline:
    try:
        return Baseline.read(read_plain(path, MAX_BYTES))
    except OSError as error:
        message = f"{path}: the baseline cannot be read: {error.strerror}"
        raise CommandError(message) from error
    except ValueError as error:
        message = f"{path}: the baseline cannot be read: {error}"
        raise CommandError(message) from error


def _shrink(path: Path, baseline: Baseline, checked: Results) -> None:
    linted = {
        relative_to(Path(job.name), path.parent): {
            entry.code for entry in job.linter.selection.rules
        }
        for job, one in checked
        if one.document.is_readable
    }

    def is_stale(entry: Entry) -> bool:
        document = linted.get(entry.file)
        return (
            entry.code in document
            if document is not None
            else not (path.parent / entry.file).exists()
        )

    count = baseline.shrink(is_stale)
    if count and _write(path, baseline):
        entries = "entry is" if count == 1 else "entries are"
        print_error(f"{path}: {count} {entries} no longer needed and taken out")


def _write(path: Path, baseline: Baseline) -> bool:
    try:
        path.write_text(baseline.write(), "utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        print_error(f"{path}: cannot be written: {getattr(error, 'strerror', error)}")
        return False
    return True
