"""Fields of findings for services: a path in the repository, and a stable fingerprint."""

import os
from collections.abc import Iterator
from pathlib import Path

from kspec.linter.engine import span_of
from kspec.linter.finding import Finding
from kspec.linter.report import Report
from kspec.linter.settings import absolute
from kspec.named_tuple import NamedTuple
from kspec.report.options import Options
from kspec.source.document import Document


class Located(NamedTuple):
    """A finding with its document, its path in the repository and its fingerprint."""

    document: Document
    finding: Finding
    path: str
    fingerprint: str


def located(report: Report, options: Options) -> Iterator[Located]:
    """Yield all findings. The fingerprint is made of file, code and place by the names of layers.

    It stays the same when lines move or layers are added; equal findings in a file are numbered.
    """
    from hashlib import sha256

    for file in report.files:
        path = repository_path(file.document.name, options.root)
        counts: dict[str, int] = {}
        for finding in file.findings:
            key = "\0".join((path, finding.code, file.symbol(finding)))
            count = counts[key] = counts.get(key, 0) + 1
            text = key if count == 1 else f"{key}\0{count}"
            digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            yield Located(file.document, finding, path, digest[:32])


def in_cell(item: Located) -> str:
    """The place in the cell of a notebook, to put before a message; empty in other files."""
    start = item.document.position(span_of(item.finding, item.document)[0])
    return "" if start.cell is None else f"{start}: "


def repository_path(name: str, root: Path | None) -> str:
    """Path of a file relative to a folder, with forward slashes; outside of it, unchanged."""
    if root is None or name.startswith("<"):
        return name.replace(os.sep, "/")
    path = absolute(name)
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
