"""Matching of the layers of two networks: by name, and by structure where names are numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.analysis.comparison.entries import Entry

    Pairs = dict[str, str]

SAME_NAME, SAME_CLASS, SAME_FIELDS, SAME_LABEL = 20.0, 4.0, 3.0, 0.5
MOST = 4_000_000
"""More cells than this are not computed: then layers are the same where their names are."""


def match(old: Sequence[Entry], new: Sequence[Entry]) -> Pairs:
    """The names of the new layers by those of the old ones that they are.

    Layers keep their order as far as possible; one that the author named is matched where it was
    moved to.
    """
    pairs, start, end = _equal_ends(old, new)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) <= MOST:
        pairs.update(_aligned(middle_old, middle_new))
    matched = set(pairs.values())
    free = {entry.name: entry for entry in new if entry.name not in matched}
    for entry in old:
        other = free.get(entry.name)
        if entry.name not in pairs and other is not None and _may_be_moved(entry, other):
            pairs[entry.name] = other.name
    return pairs


def _may_be_moved(entry: Entry, other: Entry) -> bool:
    return entry.named or (entry.kind == other.kind and entry.content == other.content)


def _equal_ends(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pairs, int, int]:
    """Match the layers at the beginning and at the end, most of which are equal in most
    networks.
    """
    least = min(len(old), len(new))
    start = 0
    while start < least and _equal(old[start], new[start]):
        start += 1
    end = 0
    while end < least - start and _equal(old[-1 - end], new[-1 - end]):
        end += 1
    both = [*zip(old[:start], new[:start], strict=True)]
    both += zip(old[len(old) - end :], new[len(new) - end :], strict=True)
    return {one.name: other.name for one, other in both}, start, end


def _equal(one: Entry, other: Entry) -> bool:
    if one.named or other.named:
        return one.name == other.name and one.content == other.content
    return one.content == other.content


def _alike(one: Entry, other: Entry) -> float:
    """Similarity of two layers; 0 where they cannot match."""
    if one.named and one.name == other.name:
        return SAME_NAME
    if one.kind != other.kind:
        return 0.0
    label = SAME_LABEL * (one.name == other.name)
    if one.content == other.content:
        return SAME_CLASS + SAME_FIELDS + label
    if one.named and other.named:
        return 0.0
    return SAME_CLASS + label + SAME_FIELDS * _shared(one.fields, other.fields)


def _shared(one: dict[str, object], other: dict[str, object]) -> float:
    keys = one.keys() | other.keys()
    same = sum(key in one and key in other and one[key] == other[key] for key in keys)
    return same / (len(keys) + 1)


def _aligned(old: Sequence[Entry], new: Sequence[Entry]) -> Pairs:
    """The pairs of the best alignment of two sequences (Needleman and Wunsch; gaps are free)."""
    width = len(new) + 1
    best = [[0.0] * width for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(new) - 1, -1, -1):
            alike = _alike(old[i], new[j])
            row[j] = max(below[j], row[j + 1], below[j + 1] + alike if alike else 0.0)
    pairs: Pairs = {}
    i = j = 0
    while i < len(old) and j < len(new):
        alike = _alike(old[i], new[j])
        if alike and best[i][j] == best[i + 1][j + 1] + alike:
            pairs[old[i].name] = new[j].name
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
