"""Data that is prepared as a whole, and split into training and test data only then."""

import ast
from collections.abc import Iterator

from kspec.code.names import last_name, name_of, nodes_in, receiver_of, words
from kspec.code.source import Source, argument
from kspec.code.usage.origins import appended, arguments_for, result_of
from kspec.code.usage.scaling import SCALERS, centred_columns, centred_in_place, scaler_of
from kspec.code.usage.splits import SPLIT, is_training
from kspec.source.outline import Problems, SyntaxProblem

_ADAPTED = frozenset(("Discretization", "Normalization", "TextVectorization"))
_KEEPS = words("DataFrame array asarray astype copy drop fillna reshape to_numpy toarray transform")
"""Functions and methods that give the same samples."""
_JOINS = frozenset(("numpy.concatenate", "numpy.vstack", "pandas.concat"))
_RESAMPLE = "sklearn.utils.resample"
_FOLDS = "sklearn.model_selection."
_IN_FOLDS = frozenset(("cross_val_predict", "cross_val_score", "cross_validate"))
_SCALES = frozenset(
    f"sklearn.preprocessing.{name}"
    for name in ("scale", "maxabs_scale", "minmax_scale", "robust_scale", "quantile_transform")
)
"""Functions that scale by what they learn from their argument."""


MEAN = "mean"
"""The name of what data learns that is scaled by its own mean."""


def learned_before_split(source: Source) -> Problems:
    """Each estimator or layer that learns from all data, which is split into training and test data
    too, and each data set that gets new samples, made of its own, before its split.
    """
    reported: set[ast.expr] = set()
    for data, split in _split_data(source):
        for call, name in (*_steps(data, source), *_fits(data, source)):
            if call in reported or (call.lineno > split.lineno and name is None):
                continue
            if name is not None and _of_training(call, split, source):
                continue
            if name is None and source.callee(call) == _RESAMPLE:
                continue  # which values show
            reported.add(call)
            kind, message, help_ = _RESAMPLED if name is None else _learned(name)
            place = source.places.span
            related = ((place(split), "split here"),)
            yield SyntaxProblem(kind, message, help_, place(call), related)


_RESAMPLED = (
    "test-overlap",
    "Samples are made of others before the split: the training has neighbours of test samples",
    "Split first, and make new samples of the training data alone.",
)


def resampled_before_held_out(source: Source) -> Problems:
    """Each validation split of samples of which new ones were made: these stand at the end."""
    for fit, _ in source.method_calls("fit"):
        x, share = argument(fit, 0, "x"), argument(fit, 6, "validation_split")
        if x is None or not getattr(share, "value", share) or argument(fit, 7, "validation_data"):
            continue
        resampled = next((call for call, name in _steps(x, source) if name is None), None)
        if share is not None and resampled is not None:
            yield SyntaxProblem(
                "train-validation-overlap",
                "The last samples are held out, and they were made of those that are trained on",
                "Split first, make new samples of the training data alone, and give "
                "validation_data.",
                source.places.span(share),
                ((source.places.span(resampled), "made here"),),
            )


def _learned(name: str) -> tuple[str, str, str]:
    """Kind, message and help for an estimator that is fitted on all data."""
    message = f"`{name}` is fitted on all data before the split, so it has seen the test data"
    help_ = "Split first, fit it on the training data, and transform both."
    if name == MEAN:
        message = "The mean is that of all data before the split, so it has seen the test data"
        help_ = "Split first, and scale both parts by the mean and deviation of the training data."
    return "scaler_fitted_before_split", message, help_


def _split_data(source: Source) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each array that a program splits, and the split: `train_test_split`, that of folds, or the
    second of the parts ``x[:n]`` and ``x[n:]``.
    """
    for call, folds in source.method_calls("split"):
        if source.callee(source.value_of(folds)).startswith(_FOLDS):
            yield from ((data, call) for data in call.args[:1])
    for call in source.calls:
        name = source.callee(call)
        if name == SPLIT:
            yield from ((data, call) for data in call.args)
        elif name.removeprefix(_FOLDS) in _IN_FOLDS and (data := argument(call, 1, "X")):
            yield data, call
    cuts = [(part, cut) for part in source.of(ast.Subscript) if (cut := _cut_of(part))]
    cuts += _windows_of_loops(source)
    heads = {cut[:2] for _, cut in cuts if not cut[2]}
    tails = (part for part, cut in cuts if cut[2] and cut[:2] in heads)
    yield from ((table, part) for part in tails if (table := _table_cut(part)) is not None)


def _windows_of_loops(source: Source) -> Iterator[tuple[ast.Subscript, tuple[str, str, bool]]]:
    """The windows ``x[i - 60 : i]`` that a loop takes from a place of an array on, as the cuts that
    `_cut_of` gives.
    """
    for loop in source.of(ast.For):
        match loop.iter:
            case ast.Call(ast.Name("range"), [ast.Name() | ast.Call() as start, _]):
                for part in nodes_in(loop):
                    match part:
                        case ast.Subscript(ast.Name(table), ast.Slice(upper=ast.Name(end))) if (
                            end == name_of(loop.target)
                        ):
                            yield part, (table, ast.unparse(start), True)


def _steps(
    data: ast.expr | None, source: Source, *, inside: bool = False
) -> Iterator[tuple[ast.expr, str | None]]:
    """The expressions that made an array and learn from all of it, each with the class of the
    estimator, None for what makes new samples; ``inside`` a function that others call.
    """
    node, position = data, 0
    own = {one.name: one for one in source.of(ast.FunctionDef)}
    for _ in range(10):
        if isinstance(node, ast.Name):
            yield from _column_steps(node, data or node, source)
            yield from ((mean, MEAN) for mean in centred_in_place(node, source))
            unpacked = source.unpacked_at(node)
            value, position = unpacked or (_value(node, source), 0)
            is_filled = isinstance(value, ast.List) and not value.elts
            node = _windowed(node, source) if is_filled else value
        match node:
            case ast.BinOp() if (centred := centred_columns(node, source)) is not None:
                yield node, MEAN
                node = centred
            case ast.Call(args=[inner, *_]) if source.callee(node) in _SCALES:
                yield node, source.callee(node).rpartition(".")[2]
                node = inner
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=inputs) if (
                called in own
            ):
                result = result_of(own[called], position, source)
                yield from _steps(result if inputs and not inside else None, source, inside=True)
                node = inputs[0] if inputs else result
            case ast.Call(args=[ast.List(elts=parts) | ast.Tuple(elts=parts), *_]) if (
                source.callee(node) in _JOINS
            ):
                yield from (one for part in parts for one in _steps(part, source, inside=inside))
                return
            case ast.Call(args=[samples, *_]) if (repeats := _repeats(node, source)) is not None:
                yield from [(node, None)] * repeats
                node = samples
            case ast.Call(func=ast.Attribute(value=one, attr="fit_transform"), args=[inner, *_]):
                if name := _learner(one, source):
                    yield node, name
                node = inner
            case ast.Call(func=ast.Attribute(value=table) as function, args=inputs):
                if function.attr not in _KEEPS:
                    return
                of_library = source.imports.dotted(function) or function.attr == "transform"
                node = inputs[0] if of_library and inputs else table
            case ast.Subscript(value=table) | ast.Attribute(value=table):
                node = table


def _repeats(call: ast.Call, source: Source) -> bool | None:
    """Whether a call makes new samples of others, or takes some; None for any other call."""
    if source.callee(call) == _RESAMPLE:
        return getattr(argument(call, None, "replace"), "value", True) is not False
    sampler = receiver_of(call, "fit_resample")
    name = source.callee(source.value_of(sampler))
    return None if sampler is None else "under" not in name.lower()


def _value(name: ast.Name, source: Source) -> ast.expr | None:
    """The value of a name where it is read, or the only argument for a parameter."""
    value, arguments = source.value_at(name), arguments_for(name, source)
    return arguments[0] if value is None and len(arguments) == 1 else value


def _windowed(filled: ast.Name, source: Source) -> ast.expr | None:
    """The array of which a loop appends windows to a list."""
    scope = source.scope_of(filled)
    parts = [one for one in appended(filled, source) if source.scope_of(one) is scope]
    return parts[0].value if parts and isinstance(parts[0], ast.Subscript) else None


def _column_steps(
    table: ast.Name, data: ast.expr, source: Source
) -> Iterator[tuple[ast.expr, str | None]]:
    """The estimators that are fitted on columns of a table and put their result there."""
    for statement in source.of(ast.Assign):
        if statement.lineno < data.lineno and _is_columns(statement.targets[0], table.id):
            call = source.value_of(statement.value)
            one = receiver_of(call, "fit_transform", "transform")
            kind = None if one is None else _learner(one, source)
            if isinstance(call, ast.Call) and one is not None and kind is not None:
                yield from ((fit, kind) for fit in _fits_of(call, one, source))


def _is_columns(part: ast.expr, table: str) -> bool:
    """Whether an expression takes columns of a table with all their rows."""
    match part:
        case ast.Subscript(
            ast.Name(name) | ast.Attribute(ast.Name(name), "iloc" | "loc"), ast.Tuple([rows, *_])
        ):
            return name == table and ast.unparse(rows) == ":"
        case ast.Subscript(ast.Name(name), key):
            return name == table and not isinstance(key, ast.Slice)
    return False


def _fits_of(call: ast.Call, estimator: ast.expr, source: Source) -> Iterator[ast.Call]:
    """The call in which an estimator learns the very data that a call transforms."""
    if last_name(call.func) == "fit_transform":
        yield call
        return
    data = ast.dump(argument(call, 0, "X") or call)
    for fit, one in source.method_calls("fit"):
        is_fitted = ast.dump(argument(fit, 0, "X") or fit) == data and fit.lineno < call.lineno
        if is_fitted and source.is_same(one, estimator):
            yield fit


def _fits(data: ast.expr, source: Source) -> Iterator[tuple[ast.Call, str | None]]:
    """The calls of ``fit`` and ``adapt`` with the very data that is split."""
    while isinstance(data, ast.Name) and isinstance(call := source.value_at(data), ast.Call):
        if last_name(call.func) != "transform":
            break
        data = argument(call, 0, "X") or data
    for call, receiver in source.method_calls("fit", "adapt"):
        if not call.args or not source.is_same(call.args[0], data):
            continue
        layer = source.keras(source.value_of(receiver), "layers")
        if name := layer if layer in _ADAPTED else _learner(receiver, source):
            yield call, name


def _learner(estimator: ast.expr, source: Source) -> str | None:
    """Class of an estimator that learns more of the data than its categories or words, as those
    within a ColumnTransformer may do; None for others.
    """
    name = scaler_of(estimator, source)
    if name is not None and name.endswith("Vectorizer"):
        return None
    if name != "ColumnTransformer":
        return name
    call = source.value_of(estimator) or estimator
    parts = [part for part in nodes_in(call) if part is not getattr(call, "func", None)]
    values = [source.value_of(part) for part in parts if isinstance(part, ast.Name)]
    parts += [part for value in values if value is not None for part in nodes_in(value)]
    classes = {source.imports.dotted(part) for part in parts if isinstance(part, ast.expr)}
    return None if SCALERS.isdisjoint(classes) else name


def _of_training(fitted: ast.expr, split: ast.expr, source: Source) -> bool:
    """Whether an estimator is fitted on the training data of a test set that is apart already: by
    the name of the data, or as the estimator transforms other data too, and none of the parts is
    called a test set.
    """
    call = fitted if isinstance(fitted, ast.Call) else None
    data = (call and argument(call, 0, "X")) or fitted
    read = [part for part in nodes_in(data) if isinstance(part, ast.Name)]
    names = [*read, *(one for name in read for one in arguments_for(name, source))]
    if any(is_training(name_of(name) or "", ()) for name in names):
        return True
    statement = next((one for one in source.around(split) if isinstance(one, ast.Assign)), None)
    parts = [] if statement is None else nodes_in(statement.targets[0])
    estimator = receiver_of(call, "fit", "fit_transform", "adapt")
    if estimator is None or any("test" in (name_of(part) or "").lower() for part in parts):
        return False
    transforms = source.method_calls("transform")
    others = [argument(one, 0, "X") for one, of in transforms if source.is_same(of, estimator)]
    return any(one is not None and not _is_part(one, data, source) for one in others)


def _is_part(other: ast.expr, data: ast.expr, source: Source) -> bool:
    """Whether an array is another one, or a part of a split or cut of it."""
    name, value = name_of(data), source.value_of(other)
    cut = None if value is None else _cut_of(value)
    unpacked = source.unpacked_at(other) if isinstance(other, ast.Name) else None
    split = unpacked[0].args if unpacked and source.callee(unpacked[0]) == SPLIT else []
    return ast.dump(other) == ast.dump(data) or (
        name is not None and (name in map(name_of, split) or (cut is not None and cut[0] == name))
    )


def _cut_of(part: ast.expr) -> tuple[str, str, bool] | None:
    """The array that ``x[:n]`` or ``x[n:]`` cuts in two, also as ``x[0:n]`` or ``x[n:m]``, the
    place of the cut, and whether it is the second part.
    """
    table, rows = _table_cut(part), getattr(part, "slice", None)
    if isinstance(rows, ast.Tuple) and rows.elts:
        rows = rows.elts[0]
    if not isinstance(table, ast.Name) or not isinstance(rows, ast.Slice):
        return None
    lower = None if getattr(rows.lower, "value", None) == 0 else rows.lower
    if isinstance(lower, ast.Constant) and rows.upper is not None:
        return None
    place = lower or rows.upper
    if lower and isinstance(place, ast.BinOp) and isinstance(place.op, ast.Sub):
        place = place.left  # the test begins with the steps before it
    return table.id, ast.unparse(place) if place else "", lower is not None


def _table_cut(part: ast.expr) -> ast.expr | None:
    """The array or table of which square brackets take a part, by ``iloc`` or without."""
    table = part.value if isinstance(part, ast.Subscript) else None
    return table.value if isinstance(table, ast.Attribute) and table.attr == "iloc" else table
