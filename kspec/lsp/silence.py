"""Suppressions of one finding in a text, with the reason."""

import json
import re

from kspec.linter.change import Change
from kspec.linter.engine import span_of
from kspec.linter.finding import Edit, Finding, Fix
from kspec.linter.fixes import changes
from kspec.source.document import Document
from kspec.source.outline import Path, value_at

REASON = "say why"
MARKS = {"jsonc": "//", "yaml": "#", "python": "#"}
NEVER = ("KS0", "KS9")
"""Codes of files that cannot be read, and of settings and suppressions themselves."""
_INDENT = re.compile(r"[ \t]*")


def silenced(document: Document, finding: Finding) -> list[Change]:
    """Changes that suppress a finding in its text; none where the text has no place for one."""
    in_code = document.format == "python"
    is_read = document.parsed and finding.span is None
    if finding.code.startswith(NEVER) or not (is_read or in_code):
        return []
    if document.format in MARKS:
        return [_comment(document, finding)]
    of_keras = isinstance(document.value, dict) and "class_name" in document.value
    return _key(document, finding) if document.format == "json" and not of_keras else []


def _comment(document: Document, finding: Finding) -> Change:
    """A comment on a line of its own, before the finding's."""
    line = document.lines_span(*[document.line_number(span_of(finding, document)[0])] * 2)
    indent = _INDENT.match(document.text, line.start)
    spaces = "" if indent is None else indent[0]
    end = "\r\n" if "\r\n" in document.text else "\n"
    text = f"{spaces}{MARKS[document.format]} kspec: ignore[{finding.name}] {REASON}{end}"
    return Change(line.start, line.start, text)


def _key(document: Document, finding: Finding) -> list[Change]:
    """The key `lint` of the innermost object around the finding."""
    path = finding.path
    while path and not isinstance(value_at(document.value, path), dict):
        path = path[:-1]
    silenced = value_at(document.value, (*path, "lint"))
    return changes(document, Fix((_edit(path, silenced, finding.name),)))


def _edit(path: Path, silenced: object, name: str) -> Edit:
    ignored = silenced.get("ignore") if isinstance(silenced, dict) else None
    if isinstance(ignored, list) and ignored:
        place = (*path, "lint", "ignore", len(ignored) - 1)
        return Edit(place, json.dumps(name), action="insert_after")
    if isinstance(ignored, str):
        return Edit((*path, "lint", "ignore"), json.dumps([ignored, name]))
    entry = json.dumps({"ignore": [name], "reason": REASON})
    return Edit(path, f'"lint": {entry}', action="insert_field")
