"""Numbers of findings by rule."""

from kspec.linter.report import Report
from kspec.report.closing import closing
from kspec.report.options import DEFAULT, Options


def render(report: Report, options: Options = DEFAULT) -> str:
    """Render a line for each rule, the most frequent first, and the closing line of the report."""
    counts: dict[tuple[str, str], int] = {}
    severities: dict[tuple[str, str], str] = {}
    for finding in report.findings:
        rule = (finding.code, finding.name)
        counts[rule] = counts.get(rule, 0) + 1
        severities[rule] = str(finding.severity)
    size = len(str(max(counts.values(), default=0)))
    lines = [
        f"{count:{size}}  {_painted(severities[rule], options)}  {' '.join(rule)}"
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return "\n".join([*lines, closing(report)])


def _painted(severity: str, options: Options) -> str:
    return options.paint(f"{severity:7}", severity)
