"""Paths as JSON pointers, and the same with layers called by their names."""

from collections import Counter
from collections.abc import Mapping

from kspec.analysis.model import Analysis
from kspec.source.outline import pointer
from kspec.spec.naming import uncounted
from kspec.spec.problem import Key, Path

Names = Mapping[Path, str]


def names_of(analysis: Analysis | None) -> Names:
    """Names of a model's layers and of those inside it, by path."""
    if analysis is None:
        return {}
    return {place.node.path: place.node.name for place in analysis.places if place.node.path}


def recounted(names: Names) -> Names:
    """Names with counts that begin anew, so that other models of a program do not change them."""
    counts: Counter[str] = Counter()
    fresh: dict[Path, str] = {}
    for path, name in names.items():
        base = uncounted(name)
        fresh[path] = f"{base}_{counts[base]}" if counts[base] else base
        counts[base] += 1
    return fresh


def symbolic(path: Path, names: Names) -> str:
    """A pointer with the names of layers in the place of their numbers: ``/layers/[conv]/filters``.

    It stays the same when layers are added or moved, which baselines and fingerprints need.
    """
    steps: list[Key] = []
    for size, key in enumerate(path, 1):
        name = names.get(path[:size])
        steps.append(key if name is None or isinstance(key, str) else f"[{name}]")
    return pointer(steps)
