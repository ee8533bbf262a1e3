"""Comments of a YAML text: the parts after a # outside of its scalars."""

import bisect
import re
from collections.abc import Sequence

from kspec.source.outline import Span

_COMMENT = re.compile(r"(?<!\S)#([^\r\n]*)")


def find_comments(text: str, scalars: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
    """Find the comments of a text whose scalars have these spans (in order)."""
    comments = []
    starts = [span.start for span in scalars]
    at = 0
    while match := _COMMENT.search(text, at):
        before = bisect.bisect_right(starts, match.start()) - 1
        if before >= 0 and scalars[before].end > match.start():
            at = scalars[before].end
            continue
        comments.append((match[1].strip(), Span(*match.span())))
        at = match.end()
    return tuple(comments)
