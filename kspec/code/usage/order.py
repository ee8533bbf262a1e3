"""Samples that a program puts together class after class."""

import ast

from kspec.code.names import last_name, name_of, nodes_in, words
from kspec.code.source import Source, argument
from kspec.code.usage.origins import appended, held_by
from kspec.source.outline import Problems, SyntaxProblem

_MIXES = words("permutation permuted sample shuffle shuffled split train_test_split")
"""Functions and methods after which the order may be another."""
_KEEPS = frozenset(("array", "asarray", "astype", "expand_dims", "reshape", "to_categorical"))
"""Functions and methods that leave the samples in their order."""


def labels_in_order(source: Source) -> Problems:
    """Each validation split of samples that stand class after class, and that nothing mixes."""
    if any(map(source.calls_of, _MIXES)):
        return
    for call, _ in source.method_calls("fit"):
        part, y = argument(call, None, "validation_split"), argument(call, 1, "y")
        share = getattr(part, "value", None)
        labels = None if y is None else list_of(y, source)
        if y is not None and isinstance(share, float) and _is_by_class(labels, source):
            name = name_of(labels) or ast.unparse(y)
            yield SyntaxProblem(
                "sorted-validation-split",
                f"Keras holds out the last {share:.0%} as they stand, and `{name}` is filled "
                "class after class",
                "Shuffle x and y together before, or give validation_data.",
                source.places.span(part),
            )


_IN_PLACE = frozenset(("numpy.random.shuffle", "random.shuffle"))


def samples_shuffled_alone(source: Source) -> Problems:
    """Each array of a fit that is shuffled in place after the other one was made."""
    calls = [call for call in source.calls if source.callee(call) in _IN_PLACE]
    shuffles = {name_of(call.args[0]): call for call in reversed(calls) if len(call.args) == 1}
    for fit, _ in source.method_calls("fit"):
        pair = {name_of(argument(fit, 0, "x")), name_of(argument(fit, 1, "y"))}
        alone, others = pair & shuffles.keys(), pair - shuffles.keys()
        if len(alone) != 1 or len(others) != 1 or None in pair:
            continue
        [name], [other] = alone, others
        if _is_made_before(other or "", shuffles[name], source):
            yield SyntaxProblem(
                "shuffled_alone",
                f"`{name}` is shuffled and `{other}` is not: the samples no longer belong to their "
                "targets",
                "Shuffle both in one order: i = np.random.permutation(len(x)); x, y = x[i], y[i].",
                source.places.span(shuffles[name]),
            )


def _is_made_before(name: str, call: ast.Call, source: Source) -> bool:
    """Whether a variable of the same function is set before a call, and nowhere after it."""
    bound, scope = source.bindings.get(name, ()), source.scope_of(call)
    arguments = getattr(scope, "args", None)
    if isinstance(arguments, ast.arguments) and name in {one.arg for one in arguments.args}:
        bound = [node for node in bound if source.scope_of(node) is scope]
    elif not bound or any(source.scope_of(node) is not scope for node in bound):
        return False
    return all(node.lineno < call.lineno for node in bound)


def list_of(node: ast.expr, source: Source) -> ast.expr | None:
    """List in the order of an array: a sum of lists, or the variable of one without items."""
    for _ in range(8):
        if isinstance(node, ast.Call) and last_name(node.func) in _KEEPS:
            node = _samples(node, source)
        elif isinstance(node, ast.Name):
            value = held_by(node, source)
            if value is None:
                return None
            if isinstance(value, ast.List) and not value.elts:
                return node
            node = value
        elif isinstance(node, ast.Subscript) and "..." in ast.unparse(node.slice):
            node = node.value
        else:
            return node
    return None


def _samples(call: ast.Call, source: Source) -> ast.expr:
    """The samples of which a call keeps the order: those that it is given, or a method of them."""
    if isinstance(call.func, ast.Attribute) and source.imports.dotted(call.func) is None:
        return call.func.value
    return call.args[0] if call.args else call


def _runs(node: ast.expr | None, source: Source) -> list[object]:
    """The labels of lists such as ``[0] * n + [1] * m``, one for each; none for other lists."""
    match node:
        case ast.BinOp(left, ast.Add(), right):
            sides = _runs(left, source), _runs(right, source)
            return [*sides[0], *sides[1]] if all(sides) else []
        case ast.BinOp(ast.List([ast.Constant(label)]), ast.Mult(), _):
            return [label]
        case ast.BinOp(_, ast.Mult(), ast.List([ast.Constant(label)])):
            return [label]
    return []


def _is_by_class(node: ast.expr | None, source: Source) -> bool:
    """Whether a list holds its labels class after class, as written or as loops append them."""
    if not isinstance(node, ast.Name):
        return len(set(_runs(node, source))) > 1
    for item in appended(node, source):
        label: ast.expr | None = item
        loops = [one for one in source.around(item) if isinstance(one, ast.For)]
        if isinstance(label, ast.Name) and len(loops) == 1:
            label, loops = _of_pairs(label.id, loops[0], source)
        if isinstance(label, ast.Name) and len(loops) > 1:
            inner, outer = loops[0], loops[1]
            return _binds(label.id, outer) and not _binds(label.id, inner)
    return False


def _of_pairs(name: str, loop: ast.For, source: Source) -> tuple[ast.expr | None, list[ast.For]]:
    """The label in the pairs that a loop takes apart, and the loops that fill the list of them:
    ``pairs.append([image, label])``.
    """
    pairs = list_of(loop.iter, source)
    parts = loop.target.elts if isinstance(loop.target, ast.Tuple) else []
    names = [name_of(one) for one in parts]
    for pair in appended(pairs, source) if isinstance(pairs, ast.Name) and name in names else ():
        if isinstance(pair, ast.List | ast.Tuple) and len(pair.elts) == len(names):
            loops = [one for one in source.around(pair) if isinstance(one, ast.For)]
            return pair.elts[names.index(name)], loops
    return None, []


def _binds(name: str, loop: ast.For) -> bool:
    """Whether a loop sets a name: as its target, or in its own block."""
    own = [loop.target, *(one for one in loop.body if isinstance(one, ast.Assign))]
    return any(
        name_of(node) == name and isinstance(getattr(node, "ctx", None), ast.Store)
        for part in own
        for node in nodes_in(part)
    )
