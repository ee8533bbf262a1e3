"""Arguments of other kinds than Keras takes: numbers for shapes, and functions it cannot call."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from kspec.code.contract.classes import gives_nothing
from kspec.code.names import counts_of, name_of
from kspec.code.program import Models
from kspec.code.source import Source, argument
from kspec.code.usage.origins import origins
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
    fits = [model.spec["fit"] for model in models if "fit" in model.spec]
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


def samples_for_steps(source: Source) -> Problems:
    """Each number of steps that counts the samples of a generator of the program, which yields
    batches of them.
    """
    pairs = ((0, "x", "steps_per_epoch"), (None, "validation_data", "validation_steps"))
    for fit, _ in source.method_calls("fit", "fit_generator"):
        for position, name, steps_name in pairs:
            steps = argument(fit, None, steps_name)
            data = argument(fit, position, "generator" if name == "x" else name)
            creation = source.value_of(data or argument(fit, None, name))
            match source.value_of(steps):
                case ast.Call(ast.Name("len"), [ast.Name() as samples]):
                    size = _batch_of(creation, samples, source)
                case _:
                    continue
            if steps is not None and size is not None and size > 1:
                yield SyntaxProblem(
                    "steps-exceed-data",
                    f"The steps are as many as the samples, and a step takes {size} of them",
                    f"Divide the number of samples by {size}: // {size}.",
                    source.places.span(steps),
                )


def _batch_of(creation: ast.expr | None, samples: ast.Name, source: Source) -> int | None:
    """The size of the batches that a generator, called with samples, takes of them; None where it
    is not known, or the generator ends.
    """
    function = source.function(name_of(creation.func)) if isinstance(creation, ast.Call) else None
    if function is None or not isinstance(creation, ast.Call):
        return None
    names, nodes = [one.arg for one in function.args.args], list(ast.walk(function))
    passed = {name: argument(creation, at, name) for at, name in enumerate(names)}
    own = [name for name, one in passed.items() if one and source.is_same(one, samples)]
    defaults = zip(reversed(names), reversed(function.args.defaults), strict=False)
    values = {**dict(defaults), **{name: one for name, one in passed.items() if one is not None}}
    loops = {_loop_of(one, source) for one in nodes if isinstance(one, ast.Yield)}
    for part in nodes if any(_yields_forever(node) for node in nodes) else ():
        match part:
            case ast.Subscript(
                ast.Name(table), ast.Slice(lower, ast.BinOp(start, ast.Add(), size), None)
            ) if table in own and lower is not None and loops == {_loop_of(part, source)}:
                if ast.dump(lower) != ast.dump(start):
                    return None
                value = source.value_of(values.get(name_of(size) or "", size))
                number = value.value if isinstance(value, ast.Constant) else None
                return number if type(number) is int else None
    return None


def _loop_of(node: ast.AST, source: Source) -> ast.AST | None:
    """The innermost loop with a node in its body."""
    nodes = source.around(node)
    for inner, one in pairwise(nodes):
        if isinstance(one, ast.For | ast.While) and inner in one.body:
            return one
    return None


def _yields_forever(node: ast.AST) -> bool:
    """Whether a statement is a loop without an end that yields."""
    is_loop = isinstance(node, ast.While) and isinstance(node.test, ast.Constant)
    return is_loop and any(isinstance(one, ast.Yield) for one in ast.walk(node))


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


def functions_for_keras(source: Source) -> Problems:
    """Each function that Keras cannot call as it does, that returns nothing, or that the program
    itself calls without the arguments which only Keras has.
    """
    for node, noun in _uses(source):
        called = node.func if isinstance(node, ast.Call) else node
        function = source.function(name_of(called))
        if not function or function.decorator_list or source.scope_of(function) is not source.tree:
            continue
        span, name = source.places.span(node), function.name
        needed, most = counts_of(function.args)
        if isinstance(node, ast.Call):
            if needed and not node.args and not node.keywords:
                message, fix = f"`{name}()` lacks its {needed} arguments", ((span, name),)
                help_ = f"Give Keras the function itself: {name}."
                yield SyntaxProblem("wrong_type", message, help_, span, mends=fix)
            continue
        passed, least = _PASSED[noun]
        if most < least or needed > len(passed):
            right = f"{name}({', '.join(passed)})"
            message = f"Keras calls the {noun} as {right}, which the function cannot take"
            yield SyntaxProblem("wrong_type", message, f"Define {right}.", span)
        elif gives_nothing(function):
            message, help_ = f"The {noun} `{name}` returns nothing", "End it with return."
            yield SyntaxProblem("call_without_result", message, help_, span)


_PASSED = {
    "loss": (("y_true", "y_pred"), 2),
    "metric": (("y_true", "y_pred"), 2),
    "schedule": (("epoch", "lr"), 1),
}
"""Arguments that Keras passes to functions by place, and the least number that it tries."""


def _uses(source: Source) -> Iterator[tuple[ast.expr, str]]:
    """The functions that calls of `compile` and schedules of learning rates get."""
    own = any(one.name == "compile" for one in source.of(ast.FunctionDef))
    for call, _ in () if own else source.method_calls("compile"):
        metrics = argument(call, None, "metrics")
        if loss := argument(call, 1, "loss"):
            yield loss, "loss"
        yield from ((one, "metric") for one in getattr(metrics, "elts", ()))
    for call in source.calls:
        is_schedule = source.keras(call, "callbacks") == "LearningRateScheduler"
        if is_schedule and (schedule := argument(call, 0, "schedule")):
            yield schedule, "schedule"
