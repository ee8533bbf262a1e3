"""Reads of a training's history in a program."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from kspec.code.program import ModelDocument
from kspec.code.usage.source import Source
from kspec.source.outline import SyntaxProblem

_ACCURACY = frozenset(("acc", "accuracy"))
_VALIDATING = frozenset(("validation_data", "validation_split"))


def missing_history_keys(
    source: Source, models: Sequence[ModelDocument]
) -> Iterator[SyntaxProblem]:
    """Each accuracy that is read of a history and logged under another name, or not at all."""
    if _is_careful(source):
        return
    for node in source.nodes:
        key = _key(node)
        if key is None:
            continue
        fit = _fit(node, source)
        name = None if fit is None else _model(fit)
        logs = [_metrics(model) for model in models if model.name == name]
        if fit is None or not logs or None in logs:
            continue
        metrics = set().union(*(names for names in logs if names is not None))
        base = key.removeprefix("val_")
        unlike = sorted(metrics & _ACCURACY - {base})
        if base != key and not _validates(fit):
            yield _problem(key, "this training has no validation", [], "", node, source)
        elif base in _ACCURACY and base not in metrics:
            prefix = key[: len(key) - len(base)]
            known = f"`{prefix}{unlike[0]}`" if unlike else "no accuracy"
            yield _problem(key, f"this training logs {known}", unlike, prefix, node, source)


def _problem(
    key: str, why: str, unlike: list[str], prefix: str, node: ast.AST, source: Source
) -> SyntaxProblem:
    if unlike:
        help_ = f"Write {prefix + unlike[0]!r}."
    elif why.endswith("validation"):
        help_ = "Give the fit validation_data, or validation_split=0.1."
    else:
        help_ = 'Compile with metrics=["accuracy"].'
    assert isinstance(node, ast.Subscript)  # noqa: S101 - what has a key
    span = source.places.span(node.slice)
    return SyntaxProblem("unknown_history_key", f"The history has no {key!r}: {why}", help_, span)


def _key(node: ast.AST) -> str | None:
    """The name that ``x.history["name"]`` reads."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Attribute):
        return None
    if node.value.attr != "history" or not isinstance(node.slice, ast.Constant):
        return None
    key = node.slice.value
    if not isinstance(key, str) or not isinstance(node.ctx, ast.Load):
        return None
    return key if key.removeprefix("val_") in {*_ACCURACY, "loss"} else None


def _fit(node: ast.AST, source: Source) -> ast.Call | None:
    """The fit that gives the history."""
    assert isinstance(node, ast.Subscript)  # noqa: S101 - what has a key
    assert isinstance(node.value, ast.Attribute)  # noqa: S101 - what has a key
    assigned: ast.expr | None = node.value.value
    if isinstance(assigned, ast.Name):
        assigned = source.only_value(assigned.id)
    trains = {"fit", "fit_generator"}
    if isinstance(assigned, ast.Call) and isinstance(assigned.func, ast.Attribute):
        return assigned if assigned.func.attr in trains else None
    return None


def _model(fit: ast.Call) -> str | None:
    assert isinstance(fit.func, ast.Attribute)  # noqa: S101 - what trains
    receiver = fit.func.value
    if isinstance(receiver, ast.Attribute):
        return receiver.attr
    return receiver.id if isinstance(receiver, ast.Name) else None


def _metrics(model: ModelDocument) -> set[str] | None:
    """The names of the metrics of a model; None where they are not all names."""
    value: Any = model.document.value
    compile_ = value.get("compile") if isinstance(value, dict) else None
    metrics = compile_.get("metrics", []) if isinstance(compile_, dict) else None
    if metrics is None and isinstance(compile_, dict) and "metrics" in compile_:
        metrics = []
    if not isinstance(metrics, list) or not all(type(one) is str for one in metrics):
        return None
    if isinstance(value.get("outputs"), list | dict):
        return None
    return set(metrics)


def _validates(fit: ast.Call) -> bool:
    names = {keyword.arg for keyword in fit.keywords}
    return bool(names & _VALIDATING) or None in names or len(fit.args) > 5


def _is_careful(source: Source) -> bool:
    """Whether the program looks which names there are, or is meant for several versions."""
    for node in source.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            words = [node.left, *node.comparators]
            if any(isinstance(one, ast.Attribute) and one.attr == "history" for one in words):
                return True
            if any(isinstance(one, ast.Constant) and one.value in _ACCURACY for one in words):
                return True
        if isinstance(node, ast.ExceptHandler) and "KeyError" in ast.dump(node):
            return True
    return False
