"""The report for people: every finding as a block of lines, and one line that sums up."""

from collections.abc import Iterator

from kspec.linter.report import Report
from kspec.report.closing import closing
from kspec.report.options import DEFAULT, Options


def render(report: Report, options: Options = DEFAULT) -> str:
    """All findings as blocks of text, and one closing line."""
    blocks = _blocks(report, options) if report.findings else ()
    return "\n\n".join([*blocks, closing(report)])


def _blocks(report: Report, options: Options) -> Iterator[str]:
    from kspec.report.block import block

    for document, finding in report.pairs():
        yield "\n".join(block(document, finding, options))
