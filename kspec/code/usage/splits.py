"""Splits of data into training and test data: the names of their parts, and their order."""

import ast
import re
from collections.abc import Container, Iterator

from kspec.code.names import name_of
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_TEST = r"(?a)(?:^|[._])(?:test|testing|val|valid|validation)(?:_|$)|(?:[a-z]|\b[XY])(?:Test|Val)"
_TRAIN = r"(?a)(?:^|[._])(?:train|training)(?:_|$)|(?:[a-z]|\b[XY])Train"
_INPUTS = r"(?a)^[xX](?:_|t|v)|^(?:data|features|images?)_|_[xX]$|[a-z]X$"
_TARGETS = r"(?a)^[yY](?:_|t|v)|^(?:labels?|targets?)_|_[yY]$|_labels?$|[a-z]Y$"
_OF_TRAINING = r"(?ai)train|tr$"
_OF_TEST = r"(?ai)test|te$|val"
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
    for _, target in _bound_splits(source):
        names = list(map(_name, target.elts))
        yield from zip(names[::2], names[1::2], strict=False)


def _bound_splits(source: Source) -> Iterator[tuple[ast.Assign, ast.Tuple]]:
    """The splits of scikit-learn, each with the names of its parts."""
    for node in source.of(ast.Assign):
        target = node.targets[0]
        if source.callee(node.value) == SPLIT and isinstance(target, ast.Tuple):
            yield node, target


def _name(node: ast.expr) -> str:
    return name_of(node) or ""


def parts_of_splits(source: Source) -> Problems:
    """Each split into training and test data whose parts are bound in the order of `load_data`."""
    for node, target in _bound_splits(source):
        names = list(map(_name, target.elts))
        if len(names) != 4 or len(getattr(node.value, "args", ())) != 2:
            continue
        second, third = names[1], names[2]
        swapped = re.search(_OF_TRAINING, second) and re.search(_TARGETS, second)
        if swapped and re.search(_INPUTS, third) and re.search(_OF_TEST, third):
            order = ", ".join((names[0], third, second, names[3]))
            yield SyntaxProblem(
                "split_order",
                f"train_test_split gives both parts of the first array first: `{second}` gets the "
                f"inputs of the test, and `{third}` the targets of the training",
                f"Write {order} = train_test_split(...).",
                source.places.span(target),
                mends=((source.places.span(target), order),) if _is_bare(target, source) else (),
                safe=False,
            )


def _is_bare(target: ast.Tuple, source: Source) -> bool:
    """Whether a tuple stands on one line without brackets."""
    span = source.places.span(target)
    text = source.places.text[span.start : span.end]
    return "(" not in text and "\n" not in text


def unused_splits(source: Source) -> Problems:
    """Each split none of whose parts is read, in a program that trains on something else."""
    trains = source.is_plain and any(source.method_calls("fit", "fit_generator"))
    for _, target in _bound_splits(source) if trains else ():
        names = list(map(_name, target.elts))
        if "" not in names and not any(map(source.reads.get, names)):
            yield SyntaxProblem(
                "unused_object",
                "Nothing reads the parts of this split: the program trains on other data",
                "Train on the first part, and test on the second.",
                source.places.span(target),
            )
