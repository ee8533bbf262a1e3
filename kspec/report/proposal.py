"""Fix as a short diff: the lines before, and after."""

from collections.abc import Iterator

from kspec.linter.change import Change
from kspec.linter.finding import Fix
from kspec.linter.fixes import applied, changes
from kspec.report.marks import CUT, slice_of
from kspec.report.options import Options
from kspec.source.document import Document, lines_of
from kspec.source.visible import visible

MOST = 6
LEAD = 24
"""Characters of a long line before the first difference."""


def proposal(document: Document, fix: Fix, options: Options) -> Iterator[str]:
    """Lines of the changes of a fix; none where it cannot be made in this text."""
    changes_ = changes(document, fix)
    if not changes_:
        return
    how = "fix" if fix.safe else "unsafe fix"
    words = f" {visible(fix.message)}" if fix.message else ""
    yield f"{options.paint(f'{how}:', 'help')}{words}"
    hunks = [_hunk(document, part, options.width) for part in _parts(document, changes_)]
    removed, added = (sum(len(lines) for lines in side) for side in zip(*hunks, strict=True))
    if removed + added > MOST:
        yield f"  changes {removed} lines into {added}"
        return
    for number, (old, new) in enumerate(hunks):
        if number:
            yield options.paint("  ...", "gutter")
        start = _difference(old, new)
        for sign, role, lines in (("-", "removed", old), ("+", "added", new)):
            for line in lines:
                shown = f"  {sign} {_fit(line, start, options.width - 4)}"
                yield options.paint(shown.rstrip(), role)


def _parts(document: Document, changes: list[Change]) -> Iterator[list[Change]]:
    """The changes, apart where unchanged lines stand between them."""
    part: list[Change] = []
    for change in changes:
        line = document.line_number(change.start)
        if part and line > document.line_number(part[-1].end) + 1:
            yield part
            part = []
        part.append(change)
    yield part


def _hunk(document: Document, changes: list[Change], width: int) -> tuple[list[str], list[str]]:
    """The lines that changes replace, and those that they put there."""
    begin, end = _part(document, changes, width)
    before = document.text[begin:end]
    moved = [Change(one.start - begin, one.end - begin, one.text) for one in changes]
    old, new = lines_of(before), lines_of(applied(before, moved))
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


def _part(document: Document, changes: list[Change], width: int) -> tuple[int, int]:
    """Span of the changed lines; of a single line, which may be a whole document, its shown
    part.
    """
    first = document.line_number(changes[0].start)
    last = document.line_number(changes[-1].end)
    begin, end = document.lines_span(first, last)
    if first < last or any(len(lines_of(one.text)) > 1 for one in changes):
        return begin, end
    return max(begin, changes[0].start - LEAD - width), min(end, changes[-1].end + 2 * width)


def _difference(old: list[str], new: list[str]) -> int:
    """The first column at which one line becomes another; 0 for more lines than one."""
    if len(old) != 1 or len(new) != 1:
        return 0
    (one,), (other,) = old, new
    alike, beyond = 0, min(len(one), len(other)) + 1
    while beyond - alike > 1:  # halves: lines may be a whole document
        middle = (alike + beyond) // 2
        if one[alike:middle] == other[alike:middle]:
            alike = middle
        else:
            beyond = middle
    return alike


def _fit(line: str, start: int, width: int) -> str:
    first = max(start - LEAD, 0) if len(line) > width else 0
    lead = CUT if first else ""
    shown = slice_of(line, first, width - len(lead))
    return lead + "".join(cell.text for cell in shown)
