"""Models that stay frozen in their own training, where their batches are out of sight."""

import ast

from kspec.code.checks.flags import FROZEN, THAW
from kspec.code.names import last_name, receiver_of
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem


def frozen_before_batches(source: Source) -> Problems:
    """Each model that is frozen between its compile and that of a model around it, and trained by
    batches in another function, where nothing in the program thaws a layer.
    """
    flags = [one for one in source.of(ast.Attribute) if one.attr == "trainable"]
    changes = {source.parents[one]: one for one in flags if isinstance(one.ctx, ast.Store)}
    for change, flag in changes.items():
        name, block = ast.unparse(flag.value), getattr(source.parents[change], "body", [])
        if change not in block or not _freezes(change):
            continue
        at = block.index(change)
        before, after = _compiled(block[:at]), _compiled(block[at:])
        start = block[: before.get(name, 0)]  # what comes before its compile thaws nothing later
        is_between = name in before and name not in after and after
        is_kept = all(_freezes(one) or one in start for one in changes)
        if is_between and is_kept and _is_trained_elsewhere(flag.value, change, source):
            span = source.places.span(flag)
            yield SyntaxProblem("frozen_before_training", FROZEN, THAW, span, since_keras=3)


def _freezes(change: ast.AST) -> bool:
    value = getattr(change, "value", None)
    return isinstance(value, ast.Constant) and value.value is False


def _compiled(block: list[ast.stmt]) -> dict[str, int]:
    """The models that statements of a block compile, each with the number of the last one."""
    models = [receiver_of(getattr(one, "value", None), "compile") for one in block]
    return {ast.unparse(one): at for at, one in enumerate(models) if one is not None}


def _is_trained_elsewhere(model: ast.expr, change: ast.AST, source: Source) -> bool:
    """Whether only functions of their own train a model of a name, by batches, and hand it to no
    other code.
    """
    trainings = [
        (call, owner)
        for call, owner in source.method_calls("train_on_batch", "fit")
        if last_name(owner) == last_name(model)
    ]
    scopes = {source.scope_of(call) for call, _ in trainings}
    names = {ast.unparse(owner) for _, owner in trainings}
    handed = [
        call
        for call in source.calls
        if source.scope_of(call) in scopes and names & {*map(ast.unparse, call.args)}
    ]
    by_batches = all(last_name(call.func) == "train_on_batch" for call, _ in trainings)
    return bool(trainings) and by_batches and not handed and source.scope_of(change) not in scopes
