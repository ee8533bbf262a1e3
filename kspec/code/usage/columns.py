"""Columns and rows of its data that a program passes to its models."""

import ast

from kspec.code.names import name_of
from kspec.code.source import Source, argument
from kspec.source.outline import Problems, Span, SyntaxProblem

_SHAPES = frozenset(("batch_input_shape", "input_dim", "input_shape", "shape"))
TOKENIZERS = frozenset(
    f"{package}.text.Tokenizer" for package in ("keras.preprocessing", "keras_preprocessing")
)


def rows_as_features(source: Source) -> Problems:
    """Each input whose size is the number of samples that are trained on."""
    trained = {
        (x.id, source.scope_of(call))
        for call, _ in source.method_calls("fit")
        for x in (argument(call, 0, "x"), argument(call, 1, "y"))
        if isinstance(x, ast.Name) and argument(call, 1, "y") is not None  # or a list of classes
    }
    for call in source.calls:
        callee = source.callee(call)
        if not callee.startswith("keras.") or not callee.rpartition(".")[2][:1].isupper():
            continue  # arrays may well have as many rows
        for keyword in call.keywords:
            size = keyword.value
            if keyword.arg not in _SHAPES:
                continue
            if isinstance(size, ast.Tuple) and size.elts:
                size = size.elts[0]
            name = counted(size)
            if (name, source.scope_of(call)) in trained:
                yield SyntaxProblem(
                    "batch-in-shape",
                    f"`{ast.unparse(size)}` is the number of samples, and {keyword.arg} is the "
                    "size of one of them",
                    f"Write {name}.shape[1], or {name}.shape[1:] for a whole shape.",
                    source.places.span(keyword.value),
                )


def counted(size: ast.expr) -> str | None:
    """The name of the array whose rows an expression counts."""
    match size:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=ast.Constant(value=0)
        ):
            return name
    return None


def vocabularies_one_short(source: Source) -> Problems:
    """Each embedding with as many vectors as there are words, whose numbers begin at 1."""
    for call in source.calls:
        if source.keras(call, "layers") != "Embedding":
            continue
        size = argument(call, 0, "input_dim")
        value = source.value_of(size)
        name = None if value is None else _counted_from_one(value, source)
        if value is not None and name is not None:
            count, end = ast.unparse(value), source.places.span(value).end
            yield SyntaxProblem(
                "token-out-of-vocabulary",
                f"`{name}` numbers its words from 1 to {count}, and the last one has no vector "
                "here",
                f"Write {count} + 1.",
                source.places.span(size),
                mends=((Span(end, end), " + 1"),),
                safe=False,
            )


def _counted_from_one(length: ast.expr, source: Source) -> str | None:
    """The dictionary that numbers words from 1, where this is its length, or that of a list of the
    words which nothing changes afterwards.
    """
    words = length.args[0] if isinstance(length, ast.Call) and length.args else None
    if not isinstance(words, ast.Name) or counted(length) is None:
        return None
    numbers = source.value_of(words)
    if isinstance(numbers, ast.Call):
        [numbers, *others] = source.returned(source.function(name_of(numbers.func))) or [None]
        numbers = None if others else source.value_of(numbers)
    if _numbered_from_one(numbers) is not None:
        return None if _is_filled(words.id, source) else words.id
    changes = source.method_calls("append", "extend", "insert", "remove")
    last = max((one.lineno for one, of in changes if name_of(of) == words.id), default=0)
    for numbering in source.of(ast.DictComp):
        listed = _numbered_from_one(numbering)
        if isinstance(listed, ast.Name) and source.is_same(words, listed):
            statement = source.parents.get(numbering)
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            if last < min(length.lineno, numbering.lineno) and len(targets) == 1:
                return name_of(targets[0])
    return None


def _numbered_from_one(numbering: ast.expr | None) -> ast.expr | None:
    """The words of ``{word: i + 1 for i, word in enumerate(words)}``."""
    match numbering:
        case ast.DictComp(
            key=ast.Name(),
            value=number,
            generators=[
                ast.comprehension(
                    target=ast.Tuple(elts=[ast.Name(id=place), _]),
                    iter=ast.Call(func=ast.Name(id="enumerate"), args=[listed, *_]) as numbers,
                    ifs=[],
                )
            ],
        ):
            start = argument(numbers, 1, "start")
            text = f"{ast.unparse(number)} from {0 if start is None else ast.unparse(start)}"
            return listed if text in {f"{place} + 1 from 0", f"{place} from 1"} else None
    return None


def _is_filled(name: str, source: Source) -> bool:
    """Whether a program puts more words into a dictionary."""
    parents = [source.parents[one] for one in source.reads.get(name, ())]
    return any(
        isinstance(getattr(one, "ctx", None), ast.Store)
        or getattr(one, "attr", None) in {"update", "setdefault", "pop"}
        for one in parents
    )
