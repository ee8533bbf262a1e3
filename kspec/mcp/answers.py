"""Answers of the tools, at most 8 KB each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kspec.linter.report import Report, finding_dict
from kspec.outputs.describe import Description
from kspec.outputs.lint import FindingOutput
from kspec.service.errors import AnswerError

MOST_BYTES = 8000
MOST_FINDINGS = 20
ROOM = 200
"""Bytes that are reserved for the note on the rest."""


def size(text: str) -> int:
    """The bytes of a text."""
    return len(text.encode("utf-8", "backslashreplace"))


def findings_of(report: Report, room: int = MOST_BYTES) -> dict[str, Any]:
    """First findings of a report, as many as fit, and the number of the others."""
    summary = report.to_dict()["summary"]
    answer: dict[str, Any] = {"ok": report.ok}
    answer |= {key: summary[key] for key in ("errors", "warnings", "advice") if summary[key]}
    total, listed = len(report.findings), list[dict[str, Any]]()
    left = room - ROOM
    for document, finding in report.pairs():
        row = _row(finding_dict(document, finding))
        left -= size(json.dumps(row, ensure_ascii=False)) + 1
        if left < 0 or len(listed) == MOST_FINDINGS:
            break
        listed.append(row)
    if listed:
        answer["findings"] = listed
    if total > len(listed):
        answer["more"] = total - len(listed)
    return answer


def _row(finding: FindingOutput) -> dict[str, Any]:
    row = {
        "code": finding["code"],
        "severity": finding["severity"],
        "cell": finding.get("cell"),
        "line": finding["start"]["line"],
        "pointer": finding["path"],
        "message": _cut(finding["message"]),
        "help": _cut(finding["help"]),
        "fix": finding["fix"] and finding["fix"]["safety"],
    }
    return {key: value for key, value in row.items() if value}


def _cut(text: str, most: int = 600) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def clipped(lines: Iterable[str], advice: str, room: int = MOST_BYTES) -> str:
    """Join as many lines as fit, and the advice about the rest."""
    kept: list[str] = []
    left = room - ROOM
    every = list(lines)
    for line in every:
        left -= size(line) + 1
        if left < 0:
            kept.append(f"... and {len(every) - len(kept)} more lines: {advice}")
            break
        kept.append(line)
    return "\n".join(kept)


def whole(text: str, advice: str) -> str:
    """A text that is of no use in parts; raises `AnswerError` where it does not fit."""
    if size(text) > MOST_BYTES:
        raise AnswerError(f"The answer has {size(text):,} bytes, and at most 8,000 fit: {advice}")
    return text


def description_lines(one: Description) -> Iterator[str]:
    """Lines of the description of a class, with its fields, of a field or of a rule."""
    also = f" (also {', '.join(one['also'])})" if one["also"] else ""
    yield f"# {one['kind']} {one['name']}{also}"
    yield one["text"].strip()
    for field in one["fields"]:
        default = "required" if field["required"] else f"= {json.dumps(field['default'])}"
        yield f"- {field['name']} {default}: {field['takes']}. {field['meaning']}"
