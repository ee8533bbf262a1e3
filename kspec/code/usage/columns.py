"""Columns and rows of its data that a program passes to its models."""

import ast
from collections.abc import Iterator

from kspec.code.source import Source, argument
from kspec.code.usage.scaling import SPLIT
from kspec.source.outline import Span, SyntaxProblem

_SHAPES = frozenset(("batch_input_shape", "input_dim", "input_shape", "shape"))
_TOKENIZERS = frozenset(
    f"{package}.text.Tokenizer" for package in ("keras.preprocessing", "keras_preprocessing")
)


def targets_among_inputs(source: Source) -> Iterator[SyntaxProblem]:
    """Yield each target that is a column of the inputs in the same call."""
    for call in source.calls:
        if source.imports.dotted(call.func) == SPLIT:
            x, y = argument(call, 0, ""), argument(call, 1, "")
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "fit":
            x, y = argument(call, 0, "x"), argument(call, 1, "y")
        else:
            continue
        if x is None or y is None:
            continue
        place = x if _holds(x, y, source) else _kept_at(x, y, source)
        if place is not None:
            yield SyntaxProblem(
                "target-among-inputs",
                f"The target `{ast.unparse(y)}` is a column of the inputs `{ast.unparse(x)}`: the "
                "model reads the answer there",
                "Leave the column of the target out of the inputs.",
                source.places.span(place),
            )


def _holds(x: ast.expr, y: ast.expr, source: Source) -> bool:
    """Whether ``x`` is a table of which the call itself takes a column for ``y``, or a range of
    columns of a table with the column ``y`` in it.
    """
    narrow = _sliced(y, source)
    if isinstance(x, ast.Name) and narrow is not None:
        return narrow[0] == x.id and len(narrow[1]) == 1
    wide, narrow = _columns(x, source), _columns(y, source)
    if wide is None or narrow is None or wide[0] != narrow[0] or not source.is_bound_once(wide[0]):
        return False
    return len(narrow[1]) == 1 and narrow[1].start >= 0 and narrow[1].start in wide[1]


def _kept_at(x: ast.expr, y: ast.expr, source: Source) -> ast.expr | None:
    """The call that takes columns out of a table for ``x``, but not the column ``y``."""
    match _table(x, source), _table(y, source):
        case (
            ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="drop")) as call,
            ast.Subscript(value=ast.Name(id=table), slice=ast.Constant(value=str(column))),
        ) if name == table and source.is_bound_once(table):
            columns = argument(call, None, "columns")
            if columns is None and argument(call, 1, "axis") is not None:
                columns = argument(call, 0, "labels")
            listed = columns.elts if isinstance(columns, ast.List) else [columns]
            names = [one.value if isinstance(one, ast.Constant) else None for one in listed]
            in_place = any(source.method_calls("pop")) or any(
                argument(one, None, "inplace") for one, _ in source.method_calls("drop")
            )
            return None if None in names or column in names or in_place else call
    return None


def _table(node: ast.expr | None, source: Source) -> ast.expr | None:
    """The table or its part that an expression holds, scaled or as an array."""
    node = source.value_of(node)
    match node:
        case ast.Attribute(value=inner, attr="values"):
            return _table(inner, source)
        case ast.Call(func=ast.Attribute(value=inner, attr="astype" | "to_numpy")):
            return _table(inner, source)
        case ast.Call(func=ast.Attribute(attr="fit_transform" | "transform"), args=[inner]):
            return _table(inner, source)
    return node


def _columns(node: ast.expr, source: Source) -> tuple[str, range] | None:
    """Table and columns of an expression, or of a name's value."""
    value = source.value_of(node)
    return None if value is None else _sliced(value, source)


def _sliced(node: ast.expr, source: Source) -> tuple[str, range] | None:
    """The table of an expression and the columns that it takes; one by its name is -1."""
    if isinstance(node, ast.Attribute) and node.attr == "values":
        node = node.value
    if not isinstance(node, ast.Subscript):
        return None
    table, key = node.value, node.slice
    if isinstance(table, ast.Attribute) and table.attr in {"iloc", "loc"}:
        table = table.value
    if not isinstance(table, ast.Name):
        return None
    if isinstance(key, ast.Name):
        key = source.only_value(key.id) or key
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return table.id, range(-1, 0)
    if not isinstance(key, ast.Tuple) or len(key.elts) != 2 or ast.unparse(key.elts[0]) != ":":
        return None
    return _numbered(table.id, key.elts[1])


def _numbered(table: str, column: ast.expr) -> tuple[str, range] | None:
    ends: list[ast.expr | None] = [column]
    if isinstance(column, ast.Slice):
        if column.step is not None:
            return None
        ends = [column.lower or ast.Constant(0), column.upper]
    numbers = [one.value if isinstance(one, ast.Constant) else None for one in ends]
    first, last = numbers[0], numbers[-1]
    if type(first) is not int or type(last) is not int:
        return None
    return table, range(first, last if len(numbers) == 2 else first + 1)


def rows_as_features(source: Source) -> Iterator[SyntaxProblem]:
    """Each input whose size is the number of samples that are trained on."""
    trained = {
        (x.id, source.scope_of(call))
        for call, _ in source.method_calls("fit")
        for x in (argument(call, 0, "x"), argument(call, 1, "y"))
        if isinstance(x, ast.Name)
    }
    for call in source.calls:
        units = argument(call, 0, "units") if source.keras(call, "layers") == "Dense" else None
        if units is not None and (_counted(units), source.scope_of(call)) in trained:
            yield SyntaxProblem(
                "units-classes-mismatch",
                f"`{ast.unparse(units)}` is the number of samples, and not that of classes or "
                "values",
                "Give it a unit for each class, or for each value of a target.",
                source.places.span(units),
            )
        for keyword in call.keywords:
            size = keyword.value
            if keyword.arg not in _SHAPES or source.imports.dotted(call.func) is None:
                continue
            if isinstance(size, ast.Tuple) and size.elts:
                size = size.elts[0]
            name = _counted(size)
            if (name, source.scope_of(call)) in trained:
                yield SyntaxProblem(
                    "batch-in-shape",
                    f"`{ast.unparse(size)}` is the number of samples, and {keyword.arg} is the "
                    "size of one of them",
                    f"Write {name}.shape[1], or {name}.shape[1:] for a whole shape.",
                    source.places.span(keyword.value),
                )


def _counted(size: ast.expr) -> str | None:
    """The name of the array whose rows an expression counts."""
    match size:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=ast.Constant(value=0)
        ):
            return name
    return None


def vocabularies_one_short(source: Source) -> Iterator[SyntaxProblem]:
    """Each embedding with as many vectors as a tokenizer has words, whose numbers begin at 1."""
    for call in source.calls:
        if source.keras(call, "layers") != "Embedding":
            continue
        size = argument(call, 0, "input_dim")
        value = source.value_of(size)
        match value:
            case ast.Call(func=ast.Name(id="len"), args=[words]) if size is not None:
                index = source.value_of(words)
            case _:
                continue
        match index:
            case ast.Attribute(value=ast.Name(id=name), attr="word_index") if _numbers_all(
                name, source
            ):
                end = source.places.span(value).end
                yield SyntaxProblem(
                    "token-out-of-vocabulary",
                    f"`{name}` numbers its words from 1 to len({name}.word_index), and the last "
                    "one has no vector here",
                    f"Write len({name}.word_index) + 1.",
                    source.places.span(size),
                    mends=((Span(end, end), " + 1"),),
                    safe=False,
                )


def _numbers_all(name: str, source: Source) -> bool:
    """Whether a tokenizer numbers all words, and nothing takes 1 off these numbers."""
    assigned = source.only_value(name)
    if not isinstance(assigned, ast.Call) or source.callee(assigned) not in _TOKENIZERS:
        return False
    if assigned.args or any(
        one.arg in {None, "nb_words", "num_words"} for one in assigned.keywords
    ):
        return False
    lowered = [ast.unparse(node) for node in source.of(ast.BinOp)]
    texts = [call for call, _ in source.method_calls("texts_to_sequences")]
    return bool(texts) and not any("texts_to_sequences" in one and "- 1" in one for one in lowered)
