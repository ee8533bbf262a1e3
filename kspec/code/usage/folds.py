"""Models that a program trains in the folds of a cross-validation."""

import ast

from kspec.code.names import last_name, name_of, receiver_of, words
from kspec.code.source import Source, argument
from kspec.source.outline import Problems, SyntaxProblem

_FOLDS = words(
    "GroupKFold KFold LeaveOneOut RepeatedKFold RepeatedStratifiedKFold ShuffleSplit "
    "StratifiedKFold StratifiedShuffleSplit"
)
"""Splits of which one trains on what another one tests."""
_LISTS = words("enumerate list")
_RESETS = words("clone_model load_model load_weights set_weights")


def models_of_all_folds(source: Source) -> Problems:
    """Each fit in the folds of a model that is made before them, which has then seen the test of
    all folds but the first.
    """
    for fit, receiver in source.method_calls("fit"):
        loops = [one for one in source.around(fit) if isinstance(one, ast.For)]
        loop = next((one for one in loops if _is_over_folds(one, source)), None)
        if loop is None or not isinstance(receiver, ast.Name) or not source.receivers.get(fit, ()):
            continue
        bound = source.bindings.get(receiver.id, [])
        inside = {last_name(one.func) for one in ast.walk(loop) if isinstance(one, ast.Call)}
        leaves = any(isinstance(one, ast.Break | ast.Return) for one in ast.walk(loop))
        if leaves or inside & _RESETS or any(loop in source.around(one) for one in bound):
            continue
        if _parts(loop) & _names(argument(fit, 0, "x"), source):
            yield SyntaxProblem(
                "test-overlap",
                f"`{receiver.id}` is made before the folds and trained on in each: it has seen "
                "what all but the first one test",
                "Make a new model in each fold.",
                source.places.span(fit.func),
                tuple((source.places.span(one), "made here") for one in bound[-1:]),
            )


def _is_over_folds(loop: ast.For, source: Source) -> bool:
    """Whether a loop goes over the splits of a cross-validation."""
    folds = source.value_of(loop.iter)
    while isinstance(folds, ast.Call) and name_of(folds.func) in _LISTS and folds.args:
        folds = source.value_of(folds.args[0])
    splitter = source.value_of(receiver_of(folds, "split"))
    module, _, name = source.callee(splitter).rpartition(".")
    return module == "sklearn.model_selection" and name in _FOLDS


def _parts(loop: ast.For) -> set[str]:
    """The names of the indices of a fold."""
    return {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}


def _names(node: ast.expr | None, source: Source, depth: int = 4) -> set[str]:
    """The names that an expression reads, also for the values of these."""
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name)] if node else []
    values = [source.value_at(one) for one in names] if depth else []
    return {one.id for one in names}.union(*(_names(one, source, depth - 1) for one in values))
