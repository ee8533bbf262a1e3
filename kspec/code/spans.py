"""Length of slices with unknown ends: ``x[i - steps : i]`` has ``steps`` values."""

import ast

from kspec.code.reader import Reader
from kspec.code.unknown_numbers import Index
from kspec.code.values import Value

MOST_TERMS = 12


def length_of(reader: Reader, node: ast.Slice, lower: Value, upper: Value) -> int | None:
    """The difference of the ends of a slice; None where it is unknown or not positive."""
    if node.lower is None or node.upper is None or node.step is not None:
        return None
    if isinstance(lower, Index) and isinstance(upper, Index):
        distance = upper.distance(lower)
        if distance is not None:
            return distance if distance > 0 else None
    terms: dict[str, tuple[int, ast.expr]] = {}
    if not (_collect(node.upper, 1, terms) and _collect(node.lower, -1, terms)):
        return None
    total = 0
    for times, term in terms.values():
        value = reader.evaluate(term) if times else 0
        if not isinstance(value, int):
            return None
        total += times * value
    return total if total > 0 else None


def _collect(node: ast.expr, sign: int, terms: dict[str, tuple[int, ast.expr]]) -> bool:
    """Count the terms of a sum; False for one with terms that may differ from time to time."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right = sign if isinstance(node.op, ast.Add) else -sign
        return _collect(node.left, sign, terms) and _collect(node.right, right, terms)
    if len(terms) > MOST_TERMS or any(isinstance(one, ast.Call) for one in ast.walk(node)):
        return False
    key = ast.dump(node)
    times, _ = terms.get(key, (0, node))
    terms[key] = (times + sign, node)
    return True
