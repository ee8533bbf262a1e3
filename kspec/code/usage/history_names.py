"""Histories of a training that stand under the name of the validation, and the reverse."""

import ast
import re
from collections.abc import Iterator

from kspec.code.names import last_name, name_of, words
from kspec.code.source import Source
from kspec.code.usage.history import NAMES, reads_of_histories, validates
from kspec.source.outline import Problems, SyntaxProblem

_OF_VALIDATION = frozenset(("val", "validation"))
_OF_TRAINING = frozenset(("train", "training"))
_LABELS = frozenset(("matplotlib.pyplot.title", "matplotlib.pyplot.ylabel"))
_METRICS = frozenset(("loss", "acc", "accuracy", "mae", "mse", "error"))


_NEW = words("clf close figure savefig show subplot subplots")
"""Functions of matplotlib between two charts."""
_DEEPEST = 6


def misnamed_histories(source: Source) -> Problems:
    """``val_loss = history.history["loss"]`` and curves with such labels, where both are logged."""
    named = [(node, _name_of(node, source)) for node in source.of(ast.Subscript)]
    for call in source.calls:
        if source.callee(call) not in _LABELS or (curve := _only_curve(call, source)) is None:
            continue
        label = getattr(call.args[0], "value", None) if call.args else None
        nodes = list(_parts(curve, source))
        if len({read.key for node in nodes for read in reads_of_histories(node, source)}) == 1:
            named += [(node, str(label)) for node in nodes]
    for node, name in dict.fromkeys(named):
        parts = re.findall("[a-z]+", name.lower())
        if len(parts) != 2 or parts[1] not in _METRICS:
            continue
        for read in reads_of_histories(node, source):
            if read.key.removeprefix("val_") not in NAMES:
                continue
            is_validation = read.key.startswith("val_")
            others = _OF_TRAINING if is_validation else _OF_VALIDATION
            if parts[0] in others and read.fits and all(validates(fit) for fit in read.fits):
                is_, other = ("validation", "training")[:: 1 if is_validation else -1]
                key = read.key.removeprefix("val_") if is_validation else f"val_{read.key}"
                message = f"{read.key!r} is of the {is_}, and {name!r} names the {other}"
                span = source.places.span(read.place)
                yield SyntaxProblem("misnamed_history", message, f"Read {key!r}.", span)


def _only_curve(label: ast.Call, source: Source) -> ast.expr | None:
    """The data of the one curve in the chart of which a call names the axis or the whole."""
    statement = source.parents[label]
    block = getattr(source.parents.get(statement), "body", [])
    chart: list[ast.Call] = []
    for one in block if statement in block else ():
        calls = [call for call in ast.walk(one) if isinstance(call, ast.Call)]
        names = [last_name(call.func) for call in calls]
        if not _NEW.isdisjoint(names):
            if label in chart:
                break
            chart = []
        chart += calls
    curves = [call for call in chart if last_name(call.func) == "plot"]
    data = [one for call in curves for one in call.args if not isinstance(one, ast.Constant)]
    is_only = label in chart and len(curves) == 1 and len(data) in {1, 2}
    return data[-1] if is_only else None


def _parts(data: ast.expr, source: Source, depth: int = 0) -> Iterator[ast.Subscript]:
    """The square brackets of which data is made, also through names and lists that are filled."""
    for part in ast.walk(data):
        if isinstance(part, ast.Subscript):
            yield part
        if not isinstance(part, ast.Name) or depth > _DEEPEST:
            continue
        value = source.value_of(part)
        values = [] if value is None else [value]
        if isinstance(value, ast.List) and not value.elts:
            appended = source.method_calls("append")
            values = [one for call, to in appended if name_of(to) == part.id for one in call.args]
        for one in values:
            yield from _parts(one, source, depth + 1)


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
