"""Losses and metrics by output: one, a list, or an object by output name, as Keras's `compile`
takes them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from kspec.spec.problem import Nested, Path, Problem

Leaf = Callable[[object], Any]


def is_leaf(value: object) -> bool:
    """Whether an object names a class, and is not a mapping by output name."""
    return isinstance(value, dict) and ("type" in value or "class_name" in value)


def read_structure(value: object, read: Leaf) -> object:
    """Read every name in a nested structure; raises `Nested` with all problems of all leaves."""
    problems: list[Problem] = []

    def walk(item: object, path: Path) -> object:
        if item is None:
            return None
        if isinstance(item, list):
            return [walk(inner, (*path, index)) for index, inner in enumerate(item)]
        if isinstance(item, dict) and not is_leaf(item):
            return {key: walk(inner, (*path, key)) for key, inner in item.items()}
        try:
            return read(item)
        except Nested as nested:
            problems.extend(problem.under(path) for problem in nested.problems)
            return nested.instead

    result = walk(value, ())
    if problems:
        raise Nested(problems, result)
    return result


def leaves(structure: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every leaf with its path inside the structure."""
    if isinstance(structure, list):
        for index, inner in enumerate(structure):
            yield from leaves(inner, (*path, index))
    elif isinstance(structure, dict):
        for key, inner in structure.items():
            yield from leaves(inner, (*path, key))
    elif structure is not None:
        yield path, structure


def with_written(read: Any, written: Any, make: Callable[[Any, Any], Any]) -> Any:
    """Map each leaf of a structure, as it was read and as it is written, in the same nesting."""
    if isinstance(read, list):
        return [with_written(*pair, make) for pair in zip(read, written, strict=True)]
    if isinstance(read, dict):
        return {key: with_written(item, written[key], make) for key, item in read.items()}
    return make(read, written)
