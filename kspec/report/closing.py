"""Last line of a report: the numbers of findings and files, and the fixable ones."""

from kspec.linter.finding import Severity
from kspec.linter.report import Checked, Report
from kspec.source.document import Document
from kspec.spec.type_words import counted

IN_MEMORY = frozenset(("<spec>", "<text>"))


def closing(report: Report) -> str:
    """Closing sentence: ``Found 2 errors in 3 files``, with the numbers of fixable and silenced
    ones.
    """
    in_files = [file for file in report.files if not _in_memory(file.document)]
    files = counted(len(report.files), "file")
    counts = [
        counted(report.count(Severity.ERROR), "error"),
        counted(report.count(Severity.WARNING), "warning"),
        f"{report.count(Severity.ADVICE)} advice",
    ]
    notes = ", ".join(_notes(report))
    notes = f" ({notes})" if notes else ""
    listed = ", ".join(count for count in counts if not count.startswith("0 "))
    if not in_files and report.files:
        return f"Found {listed or 'no problems'}{notes}."
    if not listed:
        return f"Checked {files}: no problems{notes}."
    return f"Found {listed} in {files}{notes}."


def _in_memory(document: Document) -> bool:
    """Whether a document is a model, a mapping or a text of a program, without a file to name or
    fix.
    """
    return document.caller is not None or document.name in IN_MEMORY


def _notes(report: Report) -> list[str]:
    fixes = _fixes(report) if report.findings else (0, 0)
    notes = (
        (report.fixed, "fixed"),
        (fixes[0], "fixable with --fix"),
        (
            fixes[1],
            "more with --fix --unsafe-fixes" if fixes[0] else "fixable with --fix --unsafe-fixes",
        ),
        (report.more, "not listed"),
        (sum(file.suppressed for file in report.files), "suppressed"),
        (sum(file.baselined for file in report.files), "in the baseline"),
        (unseen := sum(file.unseen for file in report.files), _own(unseen)),
        (cells := sum(map(_skipped, report.files)), f"{'cell' if cells == 1 else 'cells'} skipped"),
    )
    return [f"{number} {words}" for number, words in notes if number]


def _skipped(file: Checked) -> int:
    """Number of cells in a notebook that are not read."""
    return 0 if file.document.notebook is None else len(file.document.notebook.skipped)


def _own(number: int) -> str:
    return f"custom {'class' if number == 1 else 'classes'} not looked into"


def _fixes(report: Report) -> tuple[int, int]:
    fixes = [
        (document, finding.fix)
        for document, finding in report.pairs()
        if finding.fix and not _in_memory(document)
    ]
    if not fixes:
        return 0, 0
    from kspec.linter.fixes import changes

    possible = [fix.safe for document, fix in fixes if changes(document, fix)]
    return sum(possible), len(possible) - sum(possible)
