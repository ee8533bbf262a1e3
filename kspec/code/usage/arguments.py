"""Arguments of other kinds than Keras takes: integers of numpy, quotients and samples for steps."""

import ast
from itertools import pairwise

from kspec.code.names import name_of, nodes_in, receiver_of
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
    names, nodes = [one.arg for one in function.args.args], nodes_in(function)
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
    return is_loop and any(isinstance(one, ast.Yield) for one in nodes_in(node))


def _is_quotient(node: ast.expr) -> bool:
    """Whether an expression is a division, or a sum or product with one."""
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        return _is_quotient(node.left) or _is_quotient(node.right)
    return isinstance(node.op, ast.Div)


def _is_of_numpy(node: ast.expr, source: Source) -> bool:
    """Whether an expression is a number that numpy computes, or its sum or product with another."""
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
        return isinstance(node.op, ast.Add | ast.Mult | ast.FloorDiv) and _is_of_numpy(
            node.left, source
        )
    if not isinstance(node, ast.Call) or node.keywords:
        return False
    if source.callee(node) in _OF_NUMPY:
        return len(node.args) == 1
    return receiver_of(node, "max") is not None and not (node.args or source.callee(node))
