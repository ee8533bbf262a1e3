"""Files that git left in place of the one that was meant."""

import re

from kspec.source.outline import Scan, Span, SyntaxProblem, unread
from kspec.source.reading import unreadable

_OURS = re.compile(r"^<{7}(?: [^\r\n]*)?\r?$", re.MULTILINE)
_BETWEEN = re.compile(r"^={7}\r?$", re.MULTILINE)
_THEIRS = re.compile(r"^>{7}(?: [^\r\n]*)?\r?$", re.MULTILINE)


def pointer() -> SyntaxProblem:
    """The problem of a file whose content Git LFS keeps elsewhere."""
    return unreadable(
        "This is a pointer of Git LFS: the file itself was not fetched.", "Run git lfs pull."
    )


def without_conflict(scan: Scan, text: str) -> Scan:
    """Reduce the scan of a text with a merge conflict to the problem of the conflict."""
    ours = _OURS.search(text)
    between = ours and _BETWEEN.search(text, ours.end())
    if ours is None or between is None or not _THEIRS.search(text, between.end()):
        return scan
    message = "A merge left both of its sides here."
    hint = "Keep one of them, and remove the lines of <<<<<<<, ======= and >>>>>>>."
    return unread(text, SyntaxProblem("invalid_syntax", message, hint, Span(*ours.span())))
