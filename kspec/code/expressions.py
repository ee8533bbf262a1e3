"""The value of an expression."""

import ast
import re
from collections.abc import Callable
from typing import Any, get_args

from kspec.code import operators, overloading
from kspec.code.branches import either
from kspec.code.budget import LONGEST_TEXT, MOST_ITEMS
from kspec.code.merging import merged
from kspec.code.names import defaults_of, nodes_in
from kspec.code.reader import Comprehension, Reader
from kspec.code.sets import once
from kspec.code.unknown_numbers import Index, Span
from kspec.code.unknown_texts import ended, formatted
from kspec.code.values import Dict, Function, List, Unknown, Value, first

_MOST_TERMS = 12
"""Terms of the ends of a slice that are compared."""


def evaluate(reader: Reader, node: ast.expr) -> Value:
    """The value of an expression; unknown where kspec does not follow it."""
    reader.budget.step()
    function = _EVALUATE.get(type(node))
    if function is None:
        return reader.unknown("kspec does not follow this expression", node)
    return function(reader, node)


def _slice(reader: Reader, node: ast.Slice) -> Value:
    parts = (node.lower, node.upper, node.step)
    lower, upper, step = (None if part is None else evaluate(reader, part) for part in parts)
    why = upper if isinstance(upper, Unknown) else lower
    if isinstance(why, Unknown):
        length = _length_of(reader, node, lower, upper)
        upper = upper if length is None else Span(why.reason, length, "?", why.place)
    return slice(lower, upper, step)


def _length_of(reader: Reader, node: ast.Slice, lower: Value, upper: Value) -> int | None:
    """The difference of the ends of a slice; None where it is unknown or not positive."""
    if node.lower is None or node.upper is None or node.step is not None:
        return None
    if isinstance(lower, Index) and isinstance(upper, Index):
        distance = upper.distance(lower)
        if distance is not None:
            return distance if distance > 0 else None
    terms: dict[str, tuple[int, ast.expr]] = {}
    if not (_count_terms(node.upper, 1, terms) and _count_terms(node.lower, -1, terms)):
        return None
    total = 0
    for times, term in terms.values():
        value = reader.evaluate(term) if times else 0
        if not isinstance(value, int):
            return None
        total += times * value
    return total if total > 0 else None


def _count_terms(node: ast.expr, sign: int, terms: dict[str, tuple[int, ast.expr]]) -> bool:
    """Count the terms of a sum; False for one with terms that may differ from time to time."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right = sign if isinstance(node.op, ast.Add) else -sign
        return _count_terms(node.left, sign, terms) and _count_terms(node.right, right, terms)
    if len(terms) > _MOST_TERMS or any(isinstance(one, ast.Call) for one in nodes_in(node)):
        return False
    key = ast.dump(node)
    times, _ = terms.get(key, (0, node))
    terms[key] = (times + sign, node)
    return True


def _compare(reader: Reader, node: ast.Compare) -> Value:
    left = evaluate(reader, node.left)
    result: Value = True
    for kind, item in zip(node.ops, node.comparators, strict=True):
        right = evaluate(reader, item)
        result = overloading.compare(reader, kind, node, left, right)
        known = overloading.truth(reader, result, node)
        if isinstance(known, Unknown) or not known:
            return result
        left = right
    return result


def _boolean(reader: Reader, node: ast.BoolOp) -> Value:
    stop = isinstance(node.op, ast.Or)
    value: Value = None
    for item in node.values:
        value = evaluate(reader, item)
        known = overloading.truth(reader, value, node)
        if isinstance(known, Unknown):
            return known.called("?")
        if known is stop:
            break
    return value


def _conditional(reader: Reader, node: ast.IfExp) -> Value:
    known = overloading.truth(reader, evaluate(reader, node.test), node)
    if not isinstance(known, Unknown):
        return evaluate(reader, node.body if known else node.orelse)
    one, other = either(
        reader, lambda: evaluate(reader, node.body), lambda: evaluate(reader, node.orelse)
    )
    return merged(one, other, known)


def _items(reader: Reader, nodes: list[ast.expr]) -> tuple[list[Value], list[Any], Unknown | None]:
    """The items of a display with their places, and why there may be more."""
    items: list[Value] = []
    places: list[Any] = []
    rest: Unknown | None = None
    for node in nodes:
        if isinstance(node, ast.Starred):
            values = reader.items(evaluate(reader, node.value), node)
        else:
            values = (evaluate(reader, node),)
        if isinstance(values, Unknown):
            rest = first(rest, values)
        else:
            items.extend(values)
            places.extend([reader.place(node)] * len(values))
    return items, places, rest


def _list(reader: Reader, node: ast.List | ast.Set) -> Value:
    items, places, rest = _items(reader, node.elts)
    place = reader.place(node)
    if isinstance(node, ast.List):
        return List(items, place, places, rest=rest)
    if not operators.is_plain(tuple(items)):
        items, rest = [], reader.unknown("a set that kspec does not follow", node)
    return List(once(items), place, (), "set", rest)


def _tuple(reader: Reader, node: ast.Tuple) -> Value:
    items, _, rest = _items(reader, node.elts)
    return rest.called("?") if rest is not None else tuple(items)


def _dict(reader: Reader, node: ast.Dict) -> Value:
    result = Dict({}, reader.place(node))
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        value = evaluate(reader, value_node)
        if key_node is None:
            why = reader.unknown("a part of a dictionary", value_node)
            result.state.update(result.updated(value, why))
            continue
        key = evaluate(reader, key_node)
        if operators.is_plain(key):
            result.items[key] = value
            result.state["places"][key] = (reader.place(key_node), reader.place(value_node))
        else:
            result.state["rest"] = reader.unknown("a key that is not known", key_node)
    return result


def _text(reader: Reader, node: ast.JoinedStr) -> Value:
    parts = []
    for part in node.values:
        value = part.value if isinstance(part, ast.Constant) else _formatted(reader, part)
        parts.append(value)
    unknown = next((part for part in parts if isinstance(part, Unknown)), None)
    if unknown is not None:
        return ended(parts, unknown.called("?"))
    text = "".join(map(str, parts))
    if len(text) > LONGEST_TEXT:
        return reader.unknown("longer than kspec follows", node)
    return text


def _formatted(reader: Reader, node: ast.expr) -> Value:
    if not isinstance(node, ast.FormattedValue):
        return evaluate(reader, node)
    value = evaluate(reader, node.value)
    form = "" if node.format_spec is None else evaluate(reader, node.format_spec)
    if isinstance(form, Unknown):
        return form.called("?")
    if isinstance(value, Unknown):
        return formatted(value, form)
    if not operators.is_plain(value) or re.search(r"\d{4}", form):
        return reader.unknown("kspec does not follow this text", node)
    convert: dict[int, Callable[[Any], str]] = {ord("r"): repr, ord("s"): str, ord("a"): ascii}
    try:
        plain = convert[node.conversion](value) if node.conversion in convert else value
        return format(plain, form)
    except operators.FAILS:
        return reader.unknown(operators.RAISES, node)


def function_value(
    reader: Reader, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
) -> Function:
    """Create the function of a definition, with its current defaults."""
    values = {name: evaluate(reader, default) for name, default in defaults_of(node.args).items()}
    return Function(node, reader.scope, values)


def _named(reader: Reader, node: ast.NamedExpr) -> Value:
    value = evaluate(reader, node.value)
    reader.bind(node.target.id, value)
    return value


def _yield_from(reader: Reader, node: ast.YieldFrom) -> Value:
    evaluate(reader, node.value)
    frame, why = reader.frames[-1], reader.unknown("what another generator yields", node)
    frame.yields, frame.cut = frame.yields or [], why
    return why


def _yield(reader: Reader, node: ast.Yield) -> None:
    frame, value = reader.frames[-1], node.value and evaluate(reader, node.value)
    if frame.body is not None:
        frame.body(value)
        return
    if frame.yields is None:
        frame.yields = []
    if len(frame.yields) < MOST_ITEMS and not reader.unsure:
        frame.yields.append(value)
    else:
        frame.cut = reader.unknown("items that may or may not be yielded", node)
        if len(frame.maybe) < MOST_ITEMS:
            frame.maybe.append(value)


_EVALUATE: dict[type[ast.expr], Callable[[Reader, Any], Value]] = {
    ast.Constant: lambda _, node: node.value,
    ast.Name: lambda reader, node: reader.name(node.id, node),
    ast.Attribute: lambda reader, node: reader.attribute(
        evaluate(reader, node.value), node.attr, node
    ),
    ast.Subscript: lambda reader, node: reader.subscript(
        evaluate(reader, node.value), evaluate(reader, node.slice), node
    ),
    ast.Slice: _slice,
    ast.Call: lambda reader, node: reader.call(node),
    ast.BinOp: lambda reader, node: overloading.binary(
        reader, node, evaluate(reader, node.left), evaluate(reader, node.right)
    ),
    ast.UnaryOp: lambda reader, node: overloading.unary(
        reader, node, evaluate(reader, node.operand)
    ),
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.List: _list,
    ast.Set: _list,
    ast.Tuple: _tuple,
    ast.Dict: _dict,
    ast.JoinedStr: _text,
    ast.Lambda: function_value,
    **dict.fromkeys(get_args(Comprehension), lambda reader, node: reader.comprehension(node)),
    ast.NamedExpr: _named,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Await: lambda reader, node: evaluate(reader, node.value),
}
