"""Words of Keras's sets of texts by their numbers, which stand three above those of the index."""

import ast
from collections.abc import Iterator

from kspec.code.names import name_of, nodes_in, receiver_of
from kspec.code.source import Source, argument
from kspec.source.outline import Problems, SyntaxProblem

_SETS = ("keras.datasets.imdb", "keras.datasets.reuters")
_OFFSET = 3
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


def words_without_offset(source: Source) -> Problems:
    """Each look-up between words and numbers by the index as it is, in a program with the samples
    of such a set, and without any sum with the offset.
    """
    makers = {f"{one}.load_data" for one in _SETS}
    loads = [call for call in source.calls if source.callee(call) in makers]
    if not loads or any(argument(call, None, "index_from") for call in loads):
        return
    parts = [part for one in source.of(ast.BinOp) for part in (one.left, one.right)]
    if any(getattr(source.value_of(part), "value", None) == _OFFSET for part in parts):
        return
    why = f"load_data adds {_OFFSET} to each number of the index"
    for node, message, help_ in (*_rows(source), *_decoded(source)):
        span = source.places.span(node)
        yield SyntaxProblem("word_offset", f"{message}: {why}", help_, span)


def _is_index(node: ast.expr | None, source: Source) -> bool:
    """Whether an expression is the dictionary of numbers by words, as Keras gives it."""
    value = source.value_of(node)
    return source.callee(value) in {f"{one}.get_word_index" for one in _SETS}


def _items_of(node: ast.AST, source: Source) -> bool:
    """Whether an expression gives the pairs of the index."""
    return isinstance(node, ast.Call) and _is_index(receiver_of(node, "items"), source)


def _rows(source: Source) -> Iterator[tuple[ast.AST, str, str]]:
    """The rows of a matrix that a loop over the index fills."""
    for loop in source.of(ast.For):
        if not _items_of(loop.iter, source) or not isinstance(loop.target, ast.Tuple):
            continue
        word, number = name_of(loop.target.elts[0]), name_of(loop.target.elts[-1])
        for statement in nodes_in(loop):
            if not isinstance(statement, ast.Assign) or name_of(statement.value) == word:
                continue
            node = statement.targets[0]
            if isinstance(node, ast.Subscript) and name_of(node.slice) == number:
                message = "The row of a word is that of its index, and not that of the samples"
                yield node, message, f"Fill the row {number} + {_OFFSET}."


def _decoded(source: Source) -> Iterator[tuple[ast.AST, str, str]]:
    """The look-ups of a number of a sample among the words by their index."""
    for node, table, key in _look_ups(source):
        value = source.value_of(table)
        parts = nodes_in(value) if isinstance(value, ast.DictComp | ast.Call) else []
        of_index = any(_items_of(one, source) for one in parts)
        if (
            of_index
            and any(map(_is_turned, parts))
            and isinstance(key, ast.Name)
            and _is_counted(key, source)
        ):
            yield node, "This gives another word", f"Look up {key.id} - {_OFFSET}."


def _is_turned(node: ast.AST) -> bool:
    """Whether a comprehension gives pairs in the other order."""
    match node:
        case ast.DictComp(first, second, [part, *_]):
            pair = [first, second]
        case ast.ListComp(elt, [part, *_]) | ast.GeneratorExp(elt, [part, *_]):
            pair = getattr(elt, "elts", [])
        case _:
            return False
    names = [name_of(one) for one in getattr(part.target, "elts", ())]
    return len(names) == 2 and list(map(name_of, pair)) == names[::-1]


def _is_counted(name: ast.Name, source: Source) -> bool:
    """Whether a name is what a comprehension or a loop takes from its data."""
    around = source.around(name)
    loops = [one for one in around if isinstance(one, (*_COMPREHENSIONS, ast.For))]
    targets = [one.target for one in loops if isinstance(one, ast.For)]
    targets += [part.target for one in loops for part in getattr(one, "generators", ())]
    return name.id in map(name_of, targets)


def _look_ups(source: Source) -> Iterator[tuple[ast.expr, ast.expr, ast.expr]]:
    """Look-ups in dictionaries: the expression, the dictionary, and the key."""
    for node in source.of(ast.Subscript):
        if isinstance(node.ctx, ast.Load):
            yield node, node.value, node.slice
    for call, table in source.method_calls("get"):
        if call.args:
            yield call, table, call.args[0]
