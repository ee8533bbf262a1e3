"""JUnit's XML, for services that show test results."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kspec.linter.engine import span_of
from kspec.linter.finding import Finding
from kspec.linter.report import Checked, Report
from kspec.report.options import DEFAULT, Options
from kspec.source.document import Document
from kspec.source.visible import visible


def render(report: Report, options: Options = DEFAULT) -> str:
    """Render a suite for each file: a failure for each finding that fails the run, and a skipped
    case for the others.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="kspec">']
    for file in report.files:
        lines.extend(_suite(file, options))
    return "\n".join([*lines, "</testsuites>"])


def _suite(file: Checked, options: Options) -> Iterator[str]:
    failures = sum(options.fails(finding.severity) for finding in file.findings)
    name = _attribute(file.document.name)
    cases = max(len(file.findings), 1)
    skipped = len(file.findings) - failures
    counts = f'tests="{cases}" failures="{failures}" errors="0" skipped="{skipped}"'
    yield f"  <testsuite name={name} {counts}>"
    for finding in file.findings:
        yield from _case(file.document, finding, options)
    if not file.findings:
        yield f'    <testcase name="kspec" classname={name} file={name}/>'
    yield "  </testsuite>"


def _case(document: Document, finding: Finding, options: Options) -> Iterator[str]:
    at = span_of(finding, document)[0]
    start, line = document.position(at), document.file_position(at).line
    name = _attribute(document.name)
    rule = _attribute(f"{finding.code} {finding.name}")
    yield f'    <testcase name={rule} classname={name} file={name} line="{line}">'
    message = _attribute(finding.message)
    if options.fails(finding.severity):
        place = f"{document.name}:{start}"
        text = escape(visible(" ".join(part for part in (place, finding.help) if part)))
        yield f'      <failure type="{finding.severity}" message={message}>{text}</failure>'
    else:
        yield f"      <skipped message={message}/>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(visible(text))
