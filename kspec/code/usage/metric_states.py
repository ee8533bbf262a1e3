"""Metrics that a training loop of the program updates and reads."""

import ast
from collections.abc import Iterator, Sequence

from kspec.code.names import name_of
from kspec.code.source import LOOPS, Source
from kspec.source.outline import Problems, SyntaxProblem


def metrics_without_reset(source: Source) -> Problems:
    """Each metric that a loop over epochs reads after an inner loop of updates, and that nothing
    resets: its result is that of all epochs so far.
    """
    for name, assigned in source.assigned.items():
        if not source.is_bound_once(name):
            continue
        kind = source.keras(assigned[0].value, "metrics")
        uses = [_use(one, source) for one in source.reads.get(name, ())]
        if kind is None or not uses or {use for use, _ in uses} != {"update", "result"}:
            continue
        updated = [loops for use, one in uses if use == "update" for loops in _loops(one, source)]
        for use, read in uses:
            around = next(iter(_loops(read, source)), []) if use == "result" else []
            inside = _is_over_epochs(around) and all(
                around[0] in loops and loops[0] is not around[0] for loops in updated
            )
            if inside and updated and around[0] not in source.around(assigned[0]):
                yield SyntaxProblem(
                    "metric_without_reset",
                    f"Nothing resets `{name}`: this is its {kind} over all epochs so far",
                    f"Call {name}.reset_state() at the end of each epoch.",
                    source.places.span(read),
                )
                break


def _is_over_epochs(loops: Sequence[ast.AST]) -> bool:
    loop = loops[0] if loops else None
    return (
        isinstance(loop, ast.For)
        and "epoch" in f"{ast.unparse(loop.target)} {ast.unparse(loop.iter)}".lower()
    )


def _use(name: ast.Name, source: Source) -> tuple[str, ast.AST]:
    """Use of a metric where its name is read: an update or a result, and the call of it."""
    parent = source.parents[name]
    if isinstance(parent, ast.Call) and parent.func is name:
        return "update", parent
    call = source.parents[parent]
    if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) and call.func is parent:
        return {"update_state": "update", "result": "result"}.get(parent.attr, ""), call
    return "", name


def _loops(node: ast.AST, source: Source) -> Iterator[Sequence[ast.AST]]:
    """The loops around an expression, the innermost first, where it stands or where its function
    is called.
    """
    scope = source.scope_of(node)
    loops = [one for one in source.around(node) if isinstance(one, LOOPS)]
    if not isinstance(scope, ast.FunctionDef):
        yield loops
        return
    calls = [call for call in source.calls if name_of(call.func) == scope.name]
    if source.function(scope.name) is None or len(calls) < len(source.reads.get(scope.name, ())):
        yield loops
    for call in calls:
        yield [*loops, *(one for one in source.around(call) if isinstance(one, LOOPS))]
