"""Splits of data into training and test data, and the names of their parts."""

import ast
import re
from collections.abc import Container, Iterator

from kspec.code.names import name_of
from kspec.code.source import Source

_TEST = r"(?a)(?:^|[._])(?:test|testing|val|valid|validation)(?:_|$)|(?:[a-z]|\b[XY])(?:Test|Val)"
_TRAIN = r"(?a)(?:^|[._])(?:train|training)(?:_|$)|(?:[a-z]|\b[XY])Train"
SPLIT = "sklearn.model_selection.train_test_split"


def split_names(source: Source) -> tuple[set[str], set[str]]:
    """The names of the parts of all splits: those to train on, and those to test."""
    pairs = [*_splits(source)]
    return {train for train, _ in pairs}, {test for _, test in pairs}


def is_training(name: str, train: Container[str]) -> bool:
    """Whether a variable holds training data: by its name, or as one of these parts of splits."""
    return name in train or re.search(_TRAIN, name) is not None


def is_test(name: str, train: Container[str], test: Container[str]) -> bool:
    """Whether a variable holds test data: by its name, or as a test part of splits."""
    of_split = name in test and name not in train
    return of_split or (re.search(_TEST, name) is not None and re.search(_TRAIN, name) is None)


def _splits(source: Source) -> Iterator[tuple[str, str]]:
    """The training and the test part of each array of the splits, and of the sets
    ``(x, y), (x_test, y_test) = load_data()``.
    """
    for node in source.of(ast.Assign):
        match node.targets[0]:
            case ast.Tuple(elts=[ast.Tuple(elts=[_, _] as train), ast.Tuple(elts=[_, _] as test)]):
                yield from zip(map(_name, train), map(_name, test), strict=True)
            case ast.Tuple(elts=parts) if source.callee(node.value) == SPLIT:
                names = list(map(_name, parts))
                yield from zip(names[::2], names[1::2], strict=False)


def _name(node: ast.expr) -> str:
    return name_of(node) or ""
