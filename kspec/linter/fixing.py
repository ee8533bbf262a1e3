"""Mending a document: fixes made until none is left, and none that does not help."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kspec.linter.change import Change
from kspec.linter.documents import parse_again
from kspec.linter.finding import Finding
from kspec.linter.fixes import changes, clash, file_with
from kspec.linter.report import Checked
from kspec.named_tuple import NamedTuple
from kspec.source.document import Document

Check = Callable[[Document], Checked]
MOST_ROUNDS = 20
OF_THE_TEXT = frozenset(
    ("invalid_syntax", "duplicate_key", "non_finite_number", "limit_exceeded", "undefined_name")
)
"""Kinds of problems that a fix itself may make. What else is new, another fault has hidden."""


class Repair(NamedTuple):
    """Finding and the changes that fix it."""

    finding: Finding
    changes: list[Change]


def fixed(checked: Checked, check: Check | None = None, *, unsafe: bool = False) -> Checked:
    """Fix the document as far as possible, and lint it again; `Checked.fixed` counts.

    ``check`` lints the fixed document. A fix is kept only when the text still parses and its
    finding is gone; fixes that touch the same place wait for the next round. An archive is never
    changed.
    """
    if checked.document.format == "keras":
        return checked
    look = check or _default
    refused: set[tuple[str, str]] = set()
    for _ in range(MOST_ROUNDS):
        repairs = list(_repairs(checked, refused, unsafe=unsafe))
        if not repairs:
            break
        checked = _round(checked, repairs, look, refused)
    return checked


def _default(document: Document) -> Checked:
    from kspec.linter.linter import Linter

    return Linter().check(document)


def _repairs(checked: Checked, refused: set[tuple[str, str]], *, unsafe: bool) -> Iterator[Repair]:
    """Fixes that do not touch each other, in the order of the findings."""
    accepted: list[Change] = []
    for finding in checked.findings:
        fix = finding.fix
        if fix is None or not (fix.safe or unsafe) or _key(finding) in refused:
            continue
        changes_ = changes(checked.document, fix)
        if changes_ and not any(_touch(change, other) for change in changes_ for other in accepted):
            accepted += changes_
            yield Repair(finding, changes_)


def _touch(one: Change, other: Change) -> bool:
    first, second = sorted((one, other))
    return clash(first, second) or second.start == first.end


def _round(
    checked: Checked, repairs: list[Repair], look: Check, refused: set[tuple[str, str]]
) -> Checked:
    """All repairs at once; where one of them does not help, each on its own."""
    after = _after(checked, repairs, look)
    if after is not None:
        return after
    if len(repairs) == 1:
        refused.add(_key(repairs[0].finding))
        return checked
    for repair in repairs:
        alone = _after(checked, [repair], look)
        if alone is not None:
            return alone
        refused.add(_key(repair.finding))
    return checked


def _after(checked: Checked, repairs: list[Repair], look: Check) -> Checked | None:
    """Fixed document, or None where the repairs do not help."""
    text = file_with(checked.document, [one for repair in repairs for one in repair.changes])
    after = look(parse_again(text, checked.document))
    if not after.document.is_readable or _worse(after, checked):
        return None
    before, now = _counts(checked.findings), _counts(after.findings)
    if any(now[_key(repair.finding)] >= before[_key(repair.finding)] for repair in repairs):
        return None
    return after._replace(fixed=checked.fixed + len(repairs))


def _worse(after: Checked, before: Checked) -> bool:
    new, old = (
        sum(problem.kind in OF_THE_TEXT for problem in checked.document.problems)
        for checked in (after, before)
    )
    return new > old


def _counts(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(_key(finding) for finding in findings)


def _key(finding: Finding) -> tuple[str, str]:
    return (finding.code, finding.message)
