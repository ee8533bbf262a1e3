"""A baseline: findings that are known, so that only new ones are shown."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kspec.linter.report import Checked
    from kspec.outputs.baseline import BaselineOutput, Known


class Entry(NamedTuple):
    """A known finding: file (relative to the baseline), code, and place by the names of layers."""

    file: str
    code: str
    path: str


class BaselineError(ValueError):
    """A baseline that cannot be read."""


class Baseline:
    """The known findings of a project, and which of them were met in this run.

    No line numbers are kept, so an entry stays valid when layers move. Entries without a finding in
    a linted file are removed.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = Counter(entries)
        self.met: Counter[Entry] = Counter()

    @classmethod
    def read(cls, text: str) -> Baseline:
        """The baseline of a text; raises `BaselineError` where it is none."""
        try:
            content = json.loads(text)
            if content["version"] != 1:
                raise BaselineError("it is of another version")
            return cls(
                Entry(file, one["code"], one["path"])
                for file, known in content["files"].items()
                for one in known
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            if isinstance(error, BaselineError):
                raise
            raise BaselineError("it is not what --write-baseline writes") from error

    def write(self) -> str:
        """The text of the baseline, in an order that keeps diffs small."""
        files: dict[str, list[Known]] = {}
        for entry in sorted(self.entries.elements()):
            files.setdefault(entry.file, []).append({"code": entry.code, "path": entry.path})
        written: BaselineOutput = {"version": 1, "files": files}
        return json.dumps(written, indent=2, ensure_ascii=False) + "\n"

    def add(self, file: str, checked: Checked) -> None:
        """Take all findings of a file in."""
        self.entries.update(_entries(file, checked))

    def apply(self, file: str, checked: Checked) -> Checked:
        """The file without its known findings."""
        new = []
        for finding, entry in zip(checked.findings, _entries(file, checked), strict=True):
            if self.met[entry] < self.entries[entry]:
                self.met[entry] += 1
            else:
                new.append(finding)
        known = len(checked.findings) - len(new)
        return checked._replace(findings=new, baselined=checked.baselined + known)

    def shrink(self, is_stale: Callable[[Entry], bool]) -> int:
        """Remove stale entries without a finding; returns their number."""
        stale = Counter(
            {
                entry: count - self.met[entry]
                for entry, count in self.entries.items()
                if count > self.met[entry] and is_stale(entry)
            }
        )
        self.entries -= stale
        return stale.total()


def _entries(file: str, checked: Checked) -> list[Entry]:
    return [Entry(file, finding.code, checked.symbol(finding)) for finding in checked.findings]
