"""Findings of a module that a program next to it imports: shown in the module only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.code.local_imports import local_imports
from kspec.linter.engine import span_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.cli.lint_request import Job
    from kspec.linter.finding import Finding
    from kspec.linter.report import Checked

_ROOT = re.compile(r"\s*(\w+)")


def without_imported(checked: Sequence[tuple[Job, Checked]]) -> Iterator[tuple[Job, Checked]]:
    """Filter findings at calls of an imported module, where that module is among the files and has
    the same finding.
    """
    by_file = {
        _real(one.document.origin): {(finding.code, finding.message) for finding in one.findings}
        for _, one in checked
        if one.findings and one.document.origin is not None and one.document.format == "python"
    }
    for job, one in checked:
        folder = None if one.document.origin is None else one.document.origin.parent
        if len(by_file) < 2 or folder is None or one.document.format != "python":
            yield job, one
            continue
        imports = [
            (by_file[file], imported.names)
            for imported in local_imports(one.document.text, folder)
            if (file := _real(imported.file)) in by_file
        ]
        left = [finding for finding in one.findings if not _is_imported(one, finding, imports)]
        yield job, one._replace(findings=left)


def _real(path: Path | None) -> str:
    return "" if path is None else str(Path(path).resolve())


def _is_imported(
    one: Checked, finding: Finding, imports: Sequence[tuple[set[tuple[str, str]], frozenset[str]]]
) -> bool:
    root = _ROOT.match(one.document.text, span_of(finding, one.document)[0])
    return root is not None and any(
        root[1] in names and (finding.code, finding.message) in known for known, names in imports
    )
