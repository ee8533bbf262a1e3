"""SARIF 2.1.0, for code scanning."""

import json
import re
from typing import Any
from urllib.parse import quote

from kspec.linter.engine import span_of
from kspec.linter.finding import Fix
from kspec.linter.report import Report, related_span
from kspec.report.machine import Located, located
from kspec.report.options import DEFAULT, Options
from kspec.source.document import Document, Position
from kspec.source.outline import pointer
from kspec.spec.problem import Path
from kspec.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "advice": "note"}


def render(report: Report, options: Options = DEFAULT) -> str:
    """The report as one run; paths are relative to the repository, columns count code points."""
    items = list(located(report, options))
    codes = sorted({one.finding.code for one in items})
    driver = {"name": "kspec", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes) for one in items],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str) -> dict[str, Any]:
    from kspec.linter.rule_page import read_page
    from kspec.linter.selection import entry_named

    entry = entry_named(code)
    if entry is None:
        return {"id": code}
    page = read_page(entry)
    return {
        "id": entry.code,
        "name": entry.name,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": " ".join(page.why.split())},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": LEVELS[entry.severity]},
        "properties": {"tags": [entry.family]},
    }


def _result(one: Located, codes: list[str]) -> dict[str, Any]:
    document, finding = one.document, one.finding
    text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    uri = _uri(one.path)
    place = _location(document, uri, span_of(finding, document), finding.path)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [place],
        "partialFingerprints": {"kspec/v1": one.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                **_location(document, uri, related_span(document, related), related.path),
                "id": number,
                "message": {"text": related.message},
            }
            for number, related in enumerate(finding.related)
        ]
    fix = _fix(document, uri, finding.fix) if finding.fix else None
    return result | ({"fixes": [fix]} if fix else {})


def _uri(path: str) -> str:
    """A path with slashes as a reference; a drive of Windows would be taken for a protocol."""
    quoted = quote(path, safe="/", errors="replace")
    return f"file:///{path[0]}:{quoted[4:]}" if re.match("[A-Za-z]:/", path) else quoted


def _location(document: Document, uri: str, span: tuple[int, int], path: Path) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if document.format != "keras":
        physical["region"] = _region(document, span)
    logical = [{"fullyQualifiedName": pointer(path) or "/", "kind": "value"}]
    start = document.position(span[0])
    if start.cell is not None:
        logical.append({"fullyQualifiedName": str(start), "kind": "cell"})
    return {"physicalLocation": physical, "logicalLocations": logical}


def _region(document: Document, span: tuple[int, int]) -> dict[str, int]:
    return _between(document.file_position(span[0]), document.file_position(span[1]))


def _between(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(document: Document, uri: str, fix: Fix) -> dict[str, Any] | None:
    from kspec.linter.fixes import changes_in_file

    replacements = [
        {"deletedRegion": _between(start, end), "insertedContent": {"text": text}}
        for start, end, text in changes_in_file(document, fix)
    ]
    if not replacements:
        return None
    return {
        "description": {"text": fix.message or ("Safe fix" if fix.safe else "Unsafe fix")},
        "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}],
    }
