"""`--fix` and `--diff`: fixed files, or their diff."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kspec.cli.files import STDIN
from kspec.cli.terminal import in_utf8, paint, print_data, print_error, print_painted
from kspec.linter.documents import code_format
from kspec.linter.fixing import fixed
from kspec.report.patch import patch
from kspec.source.reading import code_encoding
from kspec.source.visible import visible
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from kspec.cli.lint_request import Job
    from kspec.linter.report import Checked

ROLES = {"+": "added", "-": "removed", "@": "gutter"}
Results = list[tuple["Job", "Checked"]]


def mend(checked: Results, *, unsafe: bool) -> Results:
    """Write the fixed files; standard input's text goes to standard output."""
    results = []
    for job, before in checked:
        after = fixed(before, job.check, unsafe=unsafe)
        if job.path == STDIN:
            print_data(after.document.file_text)
        elif after.fixed and not _write(Path(job.path), after.document.file_text):
            after = before
        results.append((job, after))
    return results


def show_diff(checked: Results, *, unsafe: bool, color: str) -> None:
    """Print a unified diff of the changes that `mend` would write."""
    total = 0
    in_utf8()  # a patch has to fit the file
    for job, before in checked:
        after = fixed(before, job.check, unsafe=unsafe)
        total += after.fixed
        if after.fixed:
            shown = visible if sys.stdout.isatty() else str  # output for a program must be exact
            lines = [
                paint(shown(line), ROLES[line[:1]]) if line[:1] in ROLES else shown(line)
                for line in patch(before.document.file_text, after.document.file_text, job.name)
            ]
            print_painted("\n".join(lines), color)
    print_error(f"--fix would mend {counted(total, 'finding')}")


def _write(path: Path, text: str) -> bool:
    """Write a text to a file atomically."""
    target = path.resolve()
    name = ""
    try:
        encoding = code_encoding(target.read_bytes()) if code_format(path.name) else "utf-8"
        mode = target.stat().st_mode
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            name = file.name
            file.write(text.encode(encoding))
        Path(name).chmod(mode)
        os.replace(name, target)  # noqa: PTH105 - the name is a text
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        print_error(f"{path}: cannot be written: {error.strerror}")
        return False
    return True
