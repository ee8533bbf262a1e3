"""Classes and numbers where Keras takes an object or a tuple."""

import ast
from typing import Any

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
