"""Arguments of other kinds than Keras takes: numbers for shapes, and functions it cannot call."""

import ast
from collections.abc import Iterator
from typing import Any

from kspec.code.names import counts_of
from kspec.code.program import Models
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem

_SIZES = {
    "Dense": ("units",),
    "Embedding": ("input_dim", "output_dim"),
    "GRU": ("units",),
    "MultiHeadAttention": ("num_heads", "key_dim"),
    "RepeatVector": ("n",),
    "SimpleRNN": ("units",),
}
"""The first arguments of layers that refuse the integers of numpy (Keras 3.15)."""
_OF_NUMPY = frozenset(("numpy.amax", "numpy.max", "numpy.prod"))


def numbers_for_shapes(source: Source) -> Problems:
    """Each shape of an input that is a number, as ``(4)`` is one without its comma."""
    for call in source.calls:
        if source.keras(call, "layers") is None:
            continue
        shape = next((one.value for one in call.keywords if one.arg == "input_shape"), None)
        if isinstance(shape, ast.Constant) and type(shape.value) is int:
            span = source.places.span(shape)
            start = source.places.text.rfind("=", 0, span.start) + 1
            within = source.places.text[start : span.start].strip() == "("
            yield SyntaxProblem(
                "wrong_type",
                '"input_shape" is a tuple, and this is a number',
                f"Write ({shape.value},), with the comma.",
                span,
                mends=((span, f"{shape.value}," if within else f"({shape.value},)"),),
            )


def numpy_integers_for_sizes(source: Source) -> Problems:
    """Each size of a layer that numpy computes, as ``np.prod(shape)``."""
    for call in source.calls:
        for position, name in enumerate(_SIZES.get(source.keras(call, "layers") or "", ())):
            size = argument(call, position, name)
            values = origins(size, source)
            if size is None or not values or not all(_is_of_numpy(one, source) for one in values):
                continue
            span = source.places.span(size)
            before, after = span._replace(end=span.start), span._replace(start=span.end)
            yield SyntaxProblem(
                "wrong_type",
                f'Keras takes an int for "{name}", and refuses an integer of numpy',
                f"Write int({ast.unparse(size)}).",
                span,
                mends=((before, "int("), (after, ")")),
                since_keras=3,
            )


def quotients_for_steps(source: Source, models: Models) -> Problems:
    """Each number of steps that a division gives; one that is known is checked in its fit."""
    values_of_models: list[Any] = [model.document.value for model in models]
    fits = [one["fit"] for one in values_of_models if "fit" in one]
    for call, _ in source.method_calls("fit", "fit_generator"):
        for name in ("steps_per_epoch", "validation_steps"):
            steps = argument(call, None, name)
            values = origins(steps, source)
            if steps is None or any(isinstance(fit.get(name), float) for fit in fits):
                continue
            if values and all(_is_quotient(one) for one in values):
                yield SyntaxProblem(
                    "wrong_type",
                    f'Keras 3 takes an int for "{name}", and `/` gives a float',
                    "Divide by `//`, or round the quotient up by math.ceil.",
                    source.places.span(steps),
                    since_keras=3,
                )


def _is_quotient(node: ast.expr) -> bool:
    """Whether an expression is a division, or a sum or product with one."""
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        return _is_quotient(node.left) or _is_quotient(node.right)
    return isinstance(node.op, ast.Div)


def _is_of_numpy(node: ast.expr, source: Source) -> bool:
    """Whether an expression surely gives a number of numpy, and not an array."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult | ast.FloorDiv):
        sides = (node.left, node.right)
        others = [one for one in sides if not _is_of_numpy(one, source)]
        return len(others) < len(sides) and all(isinstance(one, ast.Constant) for one in others)
    if not isinstance(node, ast.Call):
        return False
    name = source.callee(node)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "max" and not name:
        own = any(one.name == "max" for one in source.of(ast.FunctionDef))
        return not (own or node.args or node.keywords)
    if name not in _OF_NUMPY:
        return False
    return len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)


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
