"""Scalers and tokenizers: what they are fitted on, and data that is scaled by hand."""

import ast
from collections.abc import Iterator

from kspec.code.names import last_name, name_of, nodes_in, receiver_of, words
from kspec.code.source import Source, argument
from kspec.code.usage.columns import TOKENIZERS
from kspec.code.usage.origins import result_of
from kspec.code.usage.splits import is_test, is_training, split_names
from kspec.source.outline import Problems, Span, SyntaxProblem

SCALERS = frozenset(
    f"sklearn.{module}.{name}"
    for module, names in {
        "preprocessing": "MaxAbsScaler MinMaxScaler PowerTransformer QuantileTransformer "
        "RobustScaler StandardScaler",
        "compose": "ColumnTransformer",
        "decomposition": "FastICA KernelPCA NMF PCA TruncatedSVD",
        "feature_extraction.text": "CountVectorizer TfidfVectorizer",
        "feature_selection": "RFE SelectFromModel SelectKBest SelectPercentile VarianceThreshold",
        "impute": "IterativeImputer KNNImputer SimpleImputer",
    }.items()
    for name in names.split()
)
"""Scalers, and all that prepares features by what it learns from the data."""


_TABLES = words("DataFrame drop dropna fillna read_csv read_excel select_dtypes")
"""The functions and methods that give a table."""


def test_data_scaled_by_itself(source: Source) -> Problems:
    """Each test array that is scaled by its own mean, in a program that takes that of the training
    data for this.
    """
    train, test = split_names(source)
    sets: list[ast.Assign | ast.AugAssign] = [*source.of(ast.Assign), *source.of(ast.AugAssign)]
    centred = [centred_by_itself(one, source) for one in sets]
    means = [_mean_of(call, source) for call in source.calls_of("mean")]
    trains = any(is_training(name or "", train) for name in [*means, *centred])
    for node, name in zip(sets, centred, strict=True) if trains else ():
        if name and is_test(name, train, test):
            yield SyntaxProblem(
                "scaler_fitted_on_test_data",
                f"`{name}` is scaled by its own mean, in another way than what the model is "
                "trained on",
                "Take mean and standard deviation of the training data for both.",
                source.places.span(node),
            )


def centred_by_itself(node: ast.Assign | ast.AugAssign, source: Source) -> str | None:
    """The array that a statement scales by its own mean over all samples:
    ``x = (x - x.mean()) / x.std()``, or ``x -= x.mean()``, or in a function of the program.
    """
    centred = node.value
    if isinstance(node, ast.Assign) and isinstance(centred, ast.Call):
        return _centred_in_function(centred, source)
    if isinstance(node, ast.AugAssign):
        centred = ast.BinOp(node.target, node.op, node.value)
    elif not isinstance(getattr(centred, "op", None), ast.Div) and not _is_in_place(node):
        return None  # the deviations from the mean, which are no scaled data
    return name_of(centred_array(centred, source))


def centred_columns(centred: ast.expr, source: Source) -> ast.Name | None:
    """The array from whose columns an expression takes the mean of each, and no other array does;
    one mean of all values, such as of pixels, hardly knows of any sample.
    """
    array = centred_array(centred, source)
    named = [name_of(one.right) or "" for one in nodes_in(centred) if isinstance(one, ast.BinOp)]
    is_shared = any(len(source.reads.get(name, ())) > 1 for name in named)
    if is_shared or is_training(name_of(array) or "", ()):
        return None
    parts = [source.value_of(one) for one in nodes_in(centred) if isinstance(one, ast.expr)]
    means = [one for one in parts if isinstance(one, ast.Call)]
    axes = {ast.unparse(axis) for one in means if (axis := argument(one, None, "axis"))}
    table = None if array is None else source.value_at(array)
    is_table = isinstance(table, ast.Subscript) and isinstance(table.slice, ast.List)
    is_table = is_table or last_name(getattr(table, "func", None)) in _TABLES
    return array if axes == {"0"} or (is_table and not axes) else None


def centred_in_place(array: ast.Name, source: Source) -> Iterator[ast.expr]:
    """The means in ``x -= x.mean(axis=0)`` before an array is read."""
    for one in source.of(ast.AugAssign):
        before = one.lineno < array.lineno and source.scope_of(one) is source.scope_of(array)
        centred = ast.BinOp(one.target, one.op, one.value) if before else one.value
        if before and name_of(one.target) == array.id and centred_columns(centred, source):
            yield one.value


def _centred_in_function(call: ast.Call, source: Source) -> str | None:
    """The array that a function of one parameter scales by its own mean."""
    function = source.function(name_of(call.func))
    if function is None or len(call.args) != 1 or call.keywords:
        return None
    result = source.value_of(result_of(function, 0, source))
    name = name_of(centred_array(result, source))
    is_scaled = isinstance(result, ast.BinOp) and isinstance(result.op, ast.Div)
    parameters = [one.arg for one in function.args.args]
    return name_of(call.args[0]) if is_scaled and [name] == parameters[:1] else None


def centred_array(centred: ast.expr | None, source: Source) -> ast.Name | None:
    """The array of which an expression takes the differences from its mean, scaled or not."""
    while isinstance(centred, ast.BinOp) and isinstance(centred.op, ast.Div):
        centred = centred.left
    match centred:
        case ast.BinOp(left=ast.Name() as array, op=ast.Sub(), right=right):
            value = source.value_of(right)
            of = _mean_of(value, source) if isinstance(value, ast.Call) else None
            return array if of == array.id else None
    return None


def _is_in_place(node: ast.Assign) -> bool:
    """Whether a statement binds a name that its value reads: ``x = x - m``."""
    names = {one.id for one in node.targets if isinstance(one, ast.Name)}
    return any(name_of(one) in names for one in nodes_in(node.value))


def _mean_of(call: ast.Call, source: Source) -> str | None:
    """The array of which a function or method takes the mean over all samples."""
    at_numpy = source.callee(call) == "numpy.mean"
    array = argument(call, 0, "a") if at_numpy else receiver_of(call, "mean")
    axis = argument(call, int(at_numpy), "axis")
    over_samples = axis is None or ast.unparse(axis).startswith(("0", "None", "(0"))
    return name_of(array) if over_samples else None


def scaler_of(receiver: ast.expr, source: Source) -> str | None:
    """Class of the scaler that an expression is, or a variable holds; None for other objects."""
    assigned = source.assigned.get(name_of(receiver) or "", ())
    classes = [_class_of(one.value, source) for one in assigned]
    classes = classes or [_class_of(source.value_of(receiver), source)]
    return classes[0].rpartition(".")[2] if SCALERS.issuperset(classes) else None


def _class_of(value: ast.expr | None, source: Source) -> str:
    """Class of an estimator, which ``fit`` returns too; that of the last step of a pipeline of
    scalers.
    """
    value = receiver_of(value, "fit") or value
    classes = [source.callee(source.value_of(step)) for step in _steps(value, source)]
    return classes[-1] if classes and SCALERS.issuperset(classes) else source.callee(value)


def _steps(value: ast.expr | None, source: Source) -> list[ast.expr]:
    """The steps of a pipeline; none of another expression."""
    maker = source.callee(value)
    if not isinstance(value, ast.Call) or not maker.startswith("sklearn.pipeline."):
        return []
    if maker.endswith(".make_pipeline"):
        return value.args
    pairs = getattr(source.value_of(argument(value, 0, "steps")), "elts", [])
    return [pair.elts[-1] for pair in pairs if isinstance(pair, ast.Tuple) and pair.elts]


def data_name(call: ast.Call) -> str | None:
    """The variable of which the data is that a scaler is fitted on; None for that of a transpose,
    of which each sample is scaled by itself.
    """
    data: ast.expr | None = argument(call, 0, "X")
    while isinstance(data, ast.Subscript | ast.Attribute | ast.Call):
        if getattr(data, "attr", None) == "T":
            return None
        data = getattr(data.func, "value", None) if isinstance(data, ast.Call) else data.value
    return name_of(data)


def scalers_fitted_on_test_data(source: Source) -> Problems:
    """Each scaler or tokenizer that is fitted on test data, by a split or by its name."""
    fitted = [
        (call, receiver, name)
        for call, receiver in source.method_calls("fit", "fit_transform", "fit_on_texts")
        if _kind(receiver, source) is not None and (name := data_name(call)) is not None
    ]
    train, test = split_names(source)
    trained = [one for _, one, name in fitted if is_training(name, train)]
    names = {one.id for one in trained if isinstance(one, ast.Name)}
    for call, receiver, name in fitted:
        of_split = name in test and name not in train
        again = name_of(receiver) in names
        if again and scaler_of(receiver, source) is None:
            continue  # a tokenizer learns more words from more texts
        if of_split or (trained and is_test(name, train, test)):
            yield SyntaxProblem(
                "scaler_fitted_on_test_data",
                f"`{_kind(receiver, source)}` is fitted on `{name}`: the test data is prepared "
                "in another way than what the model is trained on",
                "Fit it on the training data alone, and apply it to both.",
                source.places.span(call),
                mends=_transformed(call, source) if again else (),
                safe=False,
            )


def _kind(receiver: ast.expr, source: Source) -> str | None:
    """Class of the scaler or tokenizer that an expression is; None for other objects."""
    tokenizer = source.callee(source.value_of(receiver)) in TOKENIZERS
    return "Tokenizer" if tokenizer else scaler_of(receiver, source)


def _transformed(call: ast.Call, source: Source) -> tuple[tuple[Span, str], ...]:
    """An edit that transforms with what the scaler was fitted on before."""
    end = source.places.span(call.func).end
    again = receiver_of(call, "fit_transform") is not None
    return ((Span(end - len("fit_transform"), end), "transform"),) if again else ()


def scalers_fitted_again(source: Source) -> Problems:
    """Each scaler or tokenizer that is fitted again, after training, for the predictions."""
    trainings = [
        call
        for call, one in source.method_calls("fit", "fit_generator")
        if len(call.args) + len(call.keywords) > 1 and scaler_of(one, source) is None
    ]
    uses = [call.lineno for call, _ in source.method_calls("evaluate", "predict")]
    firsts: dict[str, ast.Call] = {}
    for call, receiver in source.method_calls("fit", "fit_transform", "fit_on_texts"):
        if not isinstance(receiver, ast.Name) or _kind(receiver, source) is None:
            continue
        first, scope = firsts.setdefault(receiver.id, call), source.scope_of(call)
        lines = [one.lineno for one in trainings if source.scope_of(one) is scope]
        trained_between = first.lineno < max(lines, default=0) < call.lineno
        if trained_between and any(line > call.lineno for line in uses):
            yield SyntaxProblem(
                "scaler_fitted_on_test_data",
                f"`{receiver.id}` is fitted again after the training: what the model predicts is "
                "prepared in another way than what it was trained on",
                "Apply what it learned from the training data.",
                source.places.span(call),
                ((source.places.span(first), "fitted before"),),
                mends=_transformed(call, source),
                safe=False,
            )
