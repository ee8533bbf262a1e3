"""Report of a lint run: files with their findings, and the versioned dictionary of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kspec.linter.engine import Linted, span_of
from kspec.linter.explained import unexplained
from kspec.linter.finding import Finding, Severity
from kspec.named_tuple import NamedTuple
from kspec.source.outline import pointer

if TYPE_CHECKING:
    from kspec.linter.finding import Fix
    from kspec.linter.symbols import Names
    from kspec.outputs import lint as outputs
    from kspec.source.document import Document
    from kspec.spec.problem import Path, Related

NO_NAMES: "Names" = {}
CUSTOM, CUSTOM_CODE = ("opaque_layer", "unresolved_custom"), "KS112"
RULE_URL = "docs/rules/{code}.md"
"""Relative to the repository of kspec: wherever that is read, the page is there."""


class Checked(NamedTuple):
    """Linted file: its document, its findings to show, and the counts of silenced and fixed ones.

    ``names`` are the paths of the layers with their names, where there are findings. ``unseen`` is
    the number of the user's own classes that were taken as they are, and not shown as findings.
    """

    document: "Document"
    findings: list[Finding]
    names: "Names" = NO_NAMES
    suppressed: int = 0
    baselined: int = 0
    fixed: int = 0
    unseen: int = 0

    @classmethod
    def of(
        cls, linted: Linted, findings: list[Finding] | None = None, suppressed: int = 0
    ) -> "Checked":
        """A linted document with all its findings, or with those that are left."""
        shown = unexplained(linted.findings) if findings is None else findings
        names = NO_NAMES
        if shown:
            from kspec.linter.symbols import names_of

            names = names_of(linted.analysis)
        kinds = {} if linted.analysis is None else linted.analysis.by_kind
        unseen = sum(len(kinds.get(kind, ())) for kind in CUSTOM)
        if unseen:
            unseen = max(unseen - sum(finding.code == CUSTOM_CODE for finding in shown), 0)
        return cls(linted.document, shown, names, suppressed, unseen=unseen)

    def symbol(self, finding: Finding) -> str:
        """Place of a finding by the names of layers, which stays when layers are moved."""
        from kspec.linter.symbols import symbolic

        return finding.symbol or symbolic(finding.path, self.names)


class Report:
    """The linted files of one run.

    ``ok`` is true when no finding is an error. ``suppressed`` counts the findings that are silenced
    in the files, in the settings or with a baseline. With a ``limit``, the first findings are
    listed up to it, and ``more`` counts the rest; `ok` and `count` are about all.
    """

    def __init__(self, files: Iterable[Linted | Checked], limit: int | None = None) -> None:
        self.files = [Checked.of(file) if isinstance(file, Linted) else file for file in files]
        self._counts = Counter(one.severity for file in self.files for one in file.findings)
        self.limit = limit
        if limit is not None:
            self.files = list(_limited(self.files, limit))
        self.more = self._counts.total() - sum(len(file.findings) for file in self.files)

    @property
    def findings(self) -> list[Finding]:
        """The findings that are listed, file by file, each in document order."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def ok(self) -> bool:
        """Whether the report has no error."""
        return not self.count(Severity.ERROR)

    @property
    def suppressed(self) -> int:
        """Number of findings that the author silenced."""
        return sum(file.suppressed + file.baselined for file in self.files)

    @property
    def fixed(self) -> int:
        """Number of findings that this run fixed."""
        return sum(file.fixed for file in self.files)

    def count(self, severity: Severity) -> int:
        """Number of findings of a severity."""
        return self._counts[severity]

    def pairs(self) -> "Iterator[tuple[Document, Finding]]":
        """Every finding with its document."""
        for file in self.files:
            for finding in file.findings:
                yield file.document, finding

    def __str__(self) -> str:
        """The findings, one line each."""
        lines = [one_line(document, finding, finding.label) for document, finding in self.pairs()]
        if self.more:
            lines.append(f"and {self.more} more")
        return "\n".join(lines) or "no problems"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001 - IPython's
        """Print the report in a notebook without HTML."""
        del cycle
        printer.text(str(self))

    def to_dict(self) -> "outputs.LintOutput":
        """The report as `kspec lint --output-format json` writes it (version 1)."""
        summary: outputs.Totals = {
            "files": len(self.files),
            "errors": self.count(Severity.ERROR),
            "warnings": self.count(Severity.WARNING),
            "advice": self.count(Severity.ADVICE),
            "suppressed": self.suppressed,
        }
        if self.limit is not None:
            summary["more"] = self.more
        findings = [finding_dict(document, finding) for document, finding in self.pairs()]
        return {"version": 1, "findings": findings, "summary": summary}


def _limited(files: Iterable[Checked], limit: int) -> Iterator[Checked]:
    for file in files:
        yield file._replace(findings=file.findings[:limit])
        limit = max(limit - len(file.findings), 0)


def one_line(document: "Document", finding: Finding, painted: str) -> str:
    """A finding as ``file:line:column: label message``, safe to print."""
    from kspec.source.visible import visible

    place = place_of(document, span_of(finding, document)[0])
    return f"{visible(place)}: {painted} {visible(finding.message)}"


def place_of(document: "Document", start: int) -> str:
    """Place in words: of a live model, which has no text, the call."""
    return document.caller or f"{document.name}:{document.position(start)}"


def finding_dict(document: "Document", finding: Finding) -> "outputs.FindingOutput":
    """Finding with positions, as in the JSON report."""
    place = span_dict(document, finding.path, span_of(finding, document))
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "file": document.name,
        "path": place["path"],
        "layer": finding.layer,
        "cell": place["cell"],
        "start": place["start"],
        "end": place["end"],
        "related": [_related(document, related) for related in finding.related],
        "fix": None if finding.fix is None else _fix(document, finding.fix),
        "url": rule_url(finding.code),
    }


def rule_url(code: str) -> str:
    """The page of a rule."""
    return RULE_URL.format(code=code)


def related_span(document: "Document", related: "Related") -> tuple[int, int]:
    """Span of a related place in the text."""
    return related.span or document.span(related.path, related.part)


def span_dict(document: "Document", path: "Path", span: tuple[int, int]) -> "outputs.Span":
    """A part of a document, as in the JSON report."""
    start, end = map(document.position, span)
    return {
        "path": pointer(path),
        "cell": start.cell,
        "start": {"line": start.line, "column": start.column, "offset": start.offset},
        "end": {"line": end.line, "column": end.column, "offset": end.offset},
    }


def _related(document: "Document", related: "Related") -> "outputs.Related":
    place = span_dict(document, related.path, related_span(document, related))
    return {**place, "message": related.message}


def _fix(document: "Document", fix: "Fix") -> "outputs.Fix | None":
    from kspec.linter.fixes import changes_by_edit

    edits = changes_by_edit(document, fix)
    if not edits:
        return None
    return {
        "safety": "safe" if fix.safe else "unsafe",
        "edits": [
            {**span_dict(document, edit.path, (change.start, change.end)), "text": change.text}
            for edit, changes in edits
            for change in changes
        ],
    }
