"""Samples that are trained on and tested on too."""

import ast
from typing import TypeGuard

from kspec.code.names import last_name, name_of, names_in, nodes_in, receiver_of, words
from kspec.code.source import Source, argument
from kspec.code.usage.data_use import shuffle_of
from kspec.code.usage.order import list_of
from kspec.code.usage.origins import steps
from kspec.code.usage.splits import SPLIT
from kspec.source.outline import Problems, SyntaxProblem

_FOLDS = words(
    "GroupKFold KFold LeaveOneOut RepeatedKFold RepeatedStratifiedKFold ShuffleSplit "
    "StratifiedKFold StratifiedShuffleSplit"
)
"""Splits of which one trains on what another one tests."""
_LISTS = words("enumerate list")
_RESETS = words("clone_model load_model load_weights set_weights")


def reshuffled_parts(source: Source) -> Problems:
    """Each ``take`` and ``skip``, one trained on, of a data set that is shuffled in each pass."""
    tests = [argument(call, 0, "x") for call, _ in source.method_calls("evaluate")]
    for fit, _ in source.method_calls("fit"):
        trained = _part(argument(fit, 0, "x"), source)
        for held_out in (argument(fit, None, "validation_data"), *tests):
            part = _part(held_out, source)
            if trained is None or part is None or name_of(part.value) != name_of(trained.value):
                continue
            if part.attr == trained.attr or not (shuffle := shuffle_of(part.value, source)):
                continue
            yield SyntaxProblem(
                "train-validation-overlap",
                f"`{ast.unparse(part.value)}` is in a new order in each pass, so that what one "
                "pass trains on is held out in another",
                "Split the files or arrays before, or shuffle with reshuffle_each_iteration=False.",
                source.places.span(max(part, trained, key=lambda one: one.lineno)),
                ((source.places.span(shuffle), "shuffles in each pass"),),
            )
            break


def _part(data: ast.expr | None, source: Source) -> ast.Attribute | None:
    """The first ``take`` or ``skip`` through which a data set went."""
    first = None
    for step in steps(data, source):
        if isinstance(step.func, ast.Attribute) and step.func.attr in {"take", "skip"}:
            first = step.func
    return first


def shuffled_windows(source: Source) -> Problems:
    """Each random split of windows of a series that overlap, with a value of it as the target."""
    loops = {name: loop for loop in source.of(ast.For) for name in _windows_of(loop)}
    for split in source.calls if loops else ():
        shuffle = argument(split, None, "shuffle")
        if source.callee(split) != SPLIT or getattr(shuffle, "value", True) is not True:
            continue
        windows = list_of(split.args[0], source) if split.args else None
        loop = loops.get(name_of(windows) or "")
        if loop and windows and source.scope_of(windows) is source.scope_of(loop):
            yield SyntaxProblem(
                "train-validation-overlap",
                f"`{ast.unparse(split.args[0])}` holds windows that overlap, and a random split "
                "puts the values of one into both parts: the test shows too good a result",
                "Split by time: train_test_split(..., shuffle=False), or before the windows.",
                source.places.span(split),
                ((source.places.span(loop), "the windows"),),
            )


def _windows_of(loop: ast.For) -> list[str]:
    """The lists to which each step along a series appends what lies between two moving ends."""
    steps = loop.iter
    if not isinstance(steps, ast.Call) or name_of(steps.func) != "range" or len(steps.args) > 2:
        return []
    nodes = [node for statement in loop.body for node in nodes_in(statement)]
    own = {name_of(one.targets[0]): one.value for one in nodes if isinstance(one, ast.Assign)}
    windows: dict[str, str] = {}
    targets: set[str] = set()
    for node in nodes:
        match node:
            case ast.Call(ast.Attribute(ast.Name(name), "append"), [part]):
                part = own.get(name_of(part), part)
                if _moves(part, name_of(loop.target)):
                    windows[name] = ast.dump(part.value)
                else:
                    of = (one.value for one in nodes_in(part) if isinstance(one, ast.Subscript))
                    targets.update(map(ast.dump, of))
    return [name for name, series in windows.items() if series in targets]


def _moves(part: ast.expr, index: str | None) -> TypeGuard[ast.Subscript]:
    """Whether a part lies between two ends that move on with the index of a loop, by as much."""
    key = part.slice if isinstance(part, ast.Subscript) else None
    rows = key.elts[0] if isinstance(key, ast.Tuple) and key.elts else key
    ends = [rows.lower, rows.upper] if isinstance(rows, ast.Slice) else [None]
    return index is not None and all(
        end is not None
        and any(name_of(one) == index for one in nodes_in(end))
        and not any(isinstance(one, ast.Mult) for one in nodes_in(end))
        for end in ends
    )


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
        inside = {last_name(one.func) for one in nodes_in(loop) if isinstance(one, ast.Call)}
        leaves = any(isinstance(one, ast.Break | ast.Return) for one in nodes_in(loop))
        if leaves or inside & _RESETS or any(loop in source.around(one) for one in bound):
            continue
        if names_in(loop.target) & _names(argument(fit, 0, "x"), source):
            yield SyntaxProblem(
                "test-overlap",
                f"`{receiver.id}` is made before the folds and trained on in each: it has seen "
                "what all but the first one test",
                "Make a new model in each fold.",
                source.places.span(fit.func),
                tuple((source.places.span(one), "made here") for one in bound[-1:]),
            )


def unused_folds(source: Source) -> Problems:
    """Each loop over folds that trains and reads none of their indices."""
    for loop in source.of(ast.For):
        fits = [call for call, _ in source.method_calls("fit") if loop in source.around(call)]
        if not fits or not _is_over_folds(loop, source):
            continue
        names = names_in(_indices(loop))
        if names and not any(source.is_read(name, source.scope_of(loop)) for name in names):
            yield SyntaxProblem(
                "unused_object",
                "Nothing reads the indices of the folds: each fit is on the same data",
                "Train on x[train], and validate on x[test].",
                source.places.span(loop.target),
                ((source.places.span(fits[0].func), "trains here"),),
            )


def _indices(loop: ast.For) -> ast.expr:
    """The target of a loop without the number of the fold."""
    numbered = isinstance(loop.iter, ast.Call) and name_of(loop.iter.func) == "enumerate"
    elements = getattr(loop.target, "elts", [])
    return elements[1] if numbered and len(elements) == 2 else loop.target


def _is_over_folds(loop: ast.For, source: Source) -> bool:
    """Whether a loop goes over the splits of a cross-validation."""
    folds = source.value_of(loop.iter)
    while isinstance(folds, ast.Call) and name_of(folds.func) in _LISTS and folds.args:
        folds = source.value_of(folds.args[0])
    splitter = source.value_of(receiver_of(folds, "split"))
    module, _, name = source.callee(splitter).rpartition(".")
    return module == "sklearn.model_selection" and name in _FOLDS


def _names(node: ast.expr | None, source: Source, depth: int = 4) -> set[str]:
    """The names that an expression reads, also for the values of these."""
    names = [one for one in nodes_in(node) if isinstance(one, ast.Name)] if node else []
    values = [source.value_at(one) for one in names] if depth else []
    return {one.id for one in names}.union(*(_names(one, source, depth - 1) for one in values))
