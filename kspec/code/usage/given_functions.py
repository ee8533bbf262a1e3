"""Functions of the program that it gives to Keras, as losses, metrics and schedules."""

import ast
from collections.abc import Iterator

from kspec.code.names import counts_of
from kspec.code.source import Source, argument
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem


class _Use(NamedTuple):
    """Expression for a function, what it is for, and what Keras passes to it by place."""

    node: ast.expr
    noun: str
    passed: tuple[str, ...]
    counts: tuple[int, ...] = (2,)
    """Numbers of arguments that Keras tries."""


_LOSS = ("y_true", "y_pred")


def functions_for_keras(source: Source) -> Problems:
    """Each function that Keras cannot call as it does, that returns nothing, or that the program
    itself calls without the arguments which only Keras has.
    """
    for use in _uses(source):
        called = isinstance(use.node, ast.Call)
        name = use.node.func if isinstance(use.node, ast.Call) else use.node
        function = source.function(name.id) if isinstance(name, ast.Name) else None
        if (
            function is None
            or function.decorator_list
            or source.parents[function] is not source.tree
        ):
            continue
        span, kind, message = source.places.span(use.node), "wrong_type", ""
        needed, most = counts_of(function.args)
        passed = f"{function.name}({', '.join(use.passed)})"
        if isinstance(use.node, ast.Call):
            if use.node.args or use.node.keywords or not needed:
                continue
            message = f"`{function.name}()` lacks its {needed} arguments"
            help_ = f"Give Keras the function itself: {function.name}."
        elif not any(needed <= count <= most for count in use.counts):
            message = f"Keras calls the {use.noun} as {passed}, which the function cannot take"
            help_ = f"Define {passed}."
        elif _gives_nothing(function, source):
            message, kind = (
                f"The {use.noun} `{function.name}` returns nothing",
                "call_without_result",
            )
            help_ = "End it with return."
        if message:
            fix = ((span, function.name),) if called else ()
            yield SyntaxProblem(kind, message, help_, span, mends=fix)


def _uses(source: Source) -> Iterator[_Use]:
    """The functions that calls of `compile` and schedules of learning rates get."""
    own = any(one.name == "compile" for one in source.of(ast.FunctionDef))
    for call, _ in () if own else source.method_calls("compile"):
        loss, metrics = argument(call, 1, "loss"), argument(call, None, "metrics")
        nodes = [loss, *(metrics.elts if isinstance(metrics, ast.List) else ())]
        for node in nodes:
            if node is not None:
                yield _Use(node, "loss" if node is loss else "metric", _LOSS)
    for call in source.calls:
        if source.keras(call, "callbacks") == "LearningRateScheduler":
            schedule = argument(call, 0, "schedule")
            if schedule is not None:
                yield _Use(schedule, "schedule", ("epoch", "lr"), (2, 1))


def _gives_nothing(function: ast.FunctionDef, source: Source) -> bool:
    """Whether a function never returns a value, and does not only raise."""
    ends = any(
        isinstance(node, ast.Yield | ast.YieldFrom | ast.Raise) for node in ast.walk(function)
    )
    return not ends and not any(one is not None for one in source.returned(function))
