"""Scalers of scikit-learn, and data that is scaled."""

import ast

from kspec.code.names import name_of
from kspec.code.source import Source, argument
from kspec.code.usage.splits import is_test, is_training, split_names
from kspec.source.outline import Problems, SyntaxProblem

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


def test_data_scaled_by_itself(source: Source) -> Problems:
    """Each test array that is scaled by its own mean, in a program that takes that of the training
    data for this.
    """
    train, test = split_names(source)
    sets: list[ast.Assign | ast.AugAssign] = [*source.of(ast.Assign), *source.of(ast.AugAssign)]
    centred = [centred_by_itself(one, source) for one in sets]
    means = [_mean_of(call, source) for call in source.calls]
    if not any(name is not None and is_training(name, train) for name in [*means, *centred]):
        return
    for node, name in zip(sets, centred, strict=True):
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
    return _centred(centred, source)


def _centred_in_function(call: ast.Call, source: Source) -> str | None:
    """The array that a function of one parameter scales by its own mean."""
    function = source.function(name_of(call.func))
    results, inputs = source.returned(function), [name_of(one) for one in call.args]
    if function is None or len(results) != 1 or len(inputs) != 1 or call.keywords:
        return None
    result, parameter = source.value_of(results[0]), function.args.args[:1]
    is_scaled = isinstance(result, ast.BinOp) and isinstance(result.op, ast.Div)
    name = _centred(result, source) if result is not None and is_scaled else None
    return inputs[0] if parameter and name == parameter[0].arg else None


def _centred(centred: ast.expr, source: Source) -> str | None:
    """The array of which an expression takes the differences from its mean, scaled or not."""
    while isinstance(centred, ast.BinOp) and isinstance(centred.op, ast.Div):
        centred = centred.left
    match centred:
        case ast.BinOp(left=ast.Name(id=name), op=ast.Sub(), right=right):
            value = source.value_of(right)
            of = _mean_of(value, source) if isinstance(value, ast.Call) else None
            return name if of == name else None
    return None


def _is_in_place(node: ast.Assign) -> bool:
    """Whether a statement binds a name that its value reads: ``x = x - m``."""
    names = {one.id for one in node.targets if isinstance(one, ast.Name)}
    return any(name_of(one) in names for one in ast.walk(node.value))


def _mean_of(call: ast.Call, source: Source) -> str | None:
    """The array of which a function or method takes the mean over all samples."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "mean":
        return None
    at_numpy = source.imports.dotted(call.func) == "numpy.mean"
    array = argument(call, 0, "a") if at_numpy else call.func.value
    axis = argument(call, int(at_numpy), "axis")
    over_samples = axis is None or ast.unparse(axis).startswith(("0", "None", "(0"))
    return array.id if over_samples and isinstance(array, ast.Name) else None


def is_scaler(receiver: ast.expr, source: Source) -> bool:
    """Whether an expression is a scaler of scikit-learn, or a variable that holds only such."""
    return scaler_of(receiver, source) is not None


def scaler_of(receiver: ast.expr, source: Source) -> str | None:
    """Class of the scaler that an expression is, or a variable holds; None for other objects."""
    values = [one.value for one in source.assigned.get(name_of(receiver) or "", ())]
    values = values or [source.value_of(receiver) or receiver]
    classes = [source.callee(_unfitted(value)) for value in values]
    return classes[0].rpartition(".")[2] if SCALERS.issuperset(classes) else None


def _unfitted(value: ast.expr) -> ast.expr:
    """The estimator itself, which ``fit`` returns."""
    match value:
        case ast.Call(func=ast.Attribute(value=estimator, attr="fit")):
            return estimator
    return value


def data_name(call: ast.Call) -> str | None:
    """The variable of which the data is that a scaler is fitted on; None for that of a transpose,
    of which each sample is scaled by itself.
    """
    data: ast.expr | None = argument(call, 0, "X")
    while isinstance(data, ast.Subscript | ast.Attribute | ast.Call):
        if getattr(data, "attr", None) == "T":
            return None
        if isinstance(data, ast.Call):
            data = data.func.value if isinstance(data.func, ast.Attribute) else None
        else:
            data = data.value
    return name_of(data)
