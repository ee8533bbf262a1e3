"""Histories of a training that stand under the name of the validation, and the reverse."""

import ast
import re

from kspec.code.source import Source
from kspec.code.usage.history import reads_of_histories, validates
from kspec.source.outline import Problems, SyntaxProblem

_OF_VALIDATION = frozenset(("val", "validation"))
_OF_TRAINING = frozenset(("train", "training"))
_METRICS = frozenset(("loss", "acc", "accuracy", "mae", "mse", "error"))


def misnamed_histories(source: Source) -> Problems:
    """``val_loss = history.history["loss"]`` and curves with such labels, where both are logged."""
    for node in source.of(ast.Subscript):
        name = _name_of(node, source)
        words = re.findall("[a-z]+", name.lower())
        if len(words) != 2 or words[1] not in _METRICS:
            continue
        for read in reads_of_histories(node, source):
            is_validation = read.key.startswith("val_")
            others = _OF_TRAINING if is_validation else _OF_VALIDATION
            if words[0] in others and read.fits and all(validates(fit) for fit in read.fits):
                is_, named = ("validation", "training")[:: 1 if is_validation else -1]
                key = read.key.removeprefix("val_") if is_validation else f"val_{read.key}"
                message = f"{read.key!r} is of the {is_}, and {name!r} names the {named}"
                span = source.places.span(read.place)
                yield SyntaxProblem("misnamed_history", message, f"Read {key!r}.", span)


def _name_of(node: ast.Subscript, source: Source) -> str:
    """The name that a value gets, or the label of the curve that shows it; empty without one."""
    parent = source.parents[node]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    if not isinstance(parent, ast.Call) or not isinstance(parent.func, ast.Attribute):
        return ""
    labels = [one.value for one in parent.keywords if one.arg == "label"]
    data = [one for one in parent.args if not isinstance(one, ast.Constant)]
    if parent.func.attr == "plot" and data[-1:] == [node] and labels:
        label = labels[0]
        if isinstance(label, ast.Constant) and isinstance(label.value, str):
            return label.value
    return ""
