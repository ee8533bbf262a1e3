"""Nodes of a text that its comments are about."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.source.outline import Key, Node, Path, Span


class Siblings(NamedTuple):
    """The children of a node in order, and the furthest start and end so far."""

    keys: list[Key]
    starts: list[int]
    ends: list[int]
    furthest: list[int]

    @classmethod
    def of(cls, node: Node) -> Siblings:
        """Children of a node; empty for a node without any."""
        children = node.children or {}
        starts = accumulate((child.start for child in children.values()), max)
        offsets = [child.value.end for child in children.values()]
        return cls(list(children), list(starts), offsets, list(accumulate(offsets, max)))

    def around(self, offset: int, line_start: int) -> tuple[Key | None, Key | None]:
        """The last child before an offset that ends behind ``line_start``, and the first behind."""
        at = bisect_right(self.starts, offset)
        following = self.keys[at] if at < len(self.keys) else None
        if not at or self.furthest[at - 1] <= line_start:
            return None, following
        inside = next(one for one in range(at - 1, -1, -1) if self.ends[one] > line_start)
        return self.keys[inside], following


class CommentPlaces:
    """Finds the nodes of the comments of one text: of thousands, among thousands of siblings."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._siblings: dict[Node, Siblings] = {}

    def path(self, comment: Span, line_start: int) -> Path:
        """The path of the node that a comment is about.

        The outermost entry that starts or closes before it on its own line wins, the last of
        several; else the next entry; else the container that the comment closes.
        """
        path: Path = ()
        node = self._root
        if _is_about_all(node, comment, line_start):
            return path
        while True:
            inside, following = self._of(node).around(comment.start, line_start)
            chosen = following if inside is None else inside
            if chosen is None or node.children is None:
                return path
            child = node.children[chosen]
            if child.value.end < node.value.end <= comment.start:
                return path
            path, node = (*path, chosen), child
            if inside is None or node.start >= line_start:
                return path

    def _of(self, node: Node) -> Siblings:
        if node not in self._siblings:
            self._siblings[node] = Siblings.of(node)
        return self._siblings[node]


def _is_about_all(root: Node, comment: Span, line_start: int) -> bool:
    if line_start <= root.start < comment.start < root.value.end:
        return all(child.start > comment.start for child in (root.children or {}).values())
    return root.start >= line_start
