"""Estimators of scikit-learn: scalers, encoders, decompositions."""

import math
from collections.abc import Callable, Mapping
from functools import partial

from kspec.code.data.array import Array, Dim, Limits, is_list, known, labels, one_hot
from kspec.code.data.array import same as are_same
from kspec.code.data.columns import ALL
from kspec.code.data.dtypes import divided
from kspec.code.data.frames import Frame
from kspec.code.data.literal import array_of, plain
from kspec.code.data.origin import Origin
from kspec.code.data.transfer import finished, transfers
from kspec.code.data.units import check_scaling_again, check_scaling_back, scaled_back, scaled_by
from kspec.code.library import FUNCTIONS, KINDS, Changed, Kind
from kspec.code.names import words
from kspec.code.values import Call, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

CATEGORIES = Unknown("the categories are in the data", "classes")
_POWERS = frozenset(("degree", "include_bias"))


class Estimator(NamedTuple):
    """Object of a class that learns from data: its arguments, and the data of its last fit."""

    name: str
    arguments: Mapping[str, Value] = {}
    fitted: Array | None = None


def _estimator(name: str, call: Call) -> Value:
    if call.unsure is not None:
        return call.unsure
    first = _FIRST.get(name, "feature_range")
    arguments = dict(zip((first,), call.args, strict=False)) | dict(call.kwargs)
    return Estimator(name, {key: plain(value) for key, value in arguments.items()})


def _floats(array: Array) -> Array:
    """The values in floats, as a scaler gives them."""
    return array.without_values().changed(dtype=divided(array.dtype), whole=False, library="numpy")


def _standardized(one: Estimator, array: Array, *, same: bool) -> Array:
    is_whole = all(one.arguments.get(name, True) is True for name in ("with_mean", "with_std"))
    return _floats(array).changed(signed=same and is_whole)


def _min_max(one: Estimator, array: Array, *, same: bool) -> Array:
    ends = one.arguments.get("feature_range", (0, 1))
    pair = is_list(ends) and all(isinstance(end, int | float) for end in ends)
    limits = Limits(*ends) if same and pair and len(ends) == 2 else None
    return _floats(array).changed(limits=limits)


def _max_abs(one: Estimator, array: Array, *, same: bool) -> Array:
    positive = array.limits is not None and array.limits.low >= 0
    limits = Limits(0, 1) if positive else Limits(-1, 1)
    return _floats(array).changed(limits=limits if same else None)


def _normalized(one: Estimator, array: Array, *, same: bool) -> Array:
    return _max_abs(one, array, same=True)


def _numbered(one: Estimator, array: Array, *, same: bool) -> Array:
    """Labels as numbers from 0."""
    count, shape = _count(one), (array.samples,)
    facts: dict[str, Value] = {"grouped": array.grouped}
    if isinstance(count, Unknown):
        facts |= {"encoding": "categories", "classes": count}
        return Array(shape, "int64", whole=True, **facts)
    result = labels(shape, count, "int64", **facts)
    return result if same else result.changed(limits=result.bounds)


def _count(one: Estimator) -> Dim:
    """Number of classes in the labels of the fit."""
    learned = one.fitted
    if learned is None or learned.classes is None or learned.limits is None:
        return CATEGORIES
    return learned.classes if learned.limits.exact else CATEGORIES


def _binarized(one: Estimator, array: Array, *, same: bool) -> Array:
    listed = None if one.fitted is None else one.fitted.values
    count = len({*listed}) if listed else _count(one)
    numbers = known(count)
    if numbers is None:
        return Array((array.samples, count), "int64", Limits(0, 1), whole=True)
    width = 1 if numbers == 2 else numbers
    rows = one_hot((array.samples, width), "int64", count, grouped=array.grouped)
    return rows if numbers != 2 else rows._replace(encoding="binary")


def _one_hot(one: Estimator, array: Array, *, same: bool) -> Array:
    if "categorical_features" in one.arguments:  # removed in scikit-learn 0.22: some columns stay
        return _of_columns(one, array, same=same)
    single = array.shape is not None and len(array.shape) == 2 and known(array.shape[1]) == 1
    if not single or one.arguments.get("drop") is not None:
        width: Dim = Unknown("the categories are in the data", "columns")
        return Array((array.samples, width), "float64", Limits(0, 1), whole=True)
    count = _count(one)
    return one_hot((array.samples, count), "float64", count)


def _of_columns(one: Estimator, array: Array, *, same: bool) -> Array:
    """Columns that several encoders and scalers make together."""
    return Array((array.samples, Unknown("which columns are made is in the data", "columns")))


def _powers(one: Estimator, array: Array, *, same: bool) -> Array:
    """Products of columns up to a degree."""
    columns = None if array.shape is None else known(array.shape[-1])
    degree, bias = (one.arguments.get(*key) for key in (("degree", 2), ("include_bias", True)))
    width: Dim = Unknown("the number of products is not in the code", "columns")
    is_plain = type(degree) is int and type(bias) is bool and not one.arguments.keys() - _POWERS
    if columns is not None and is_plain:
        width = math.comb(columns + degree, degree) - (not bias)
    return _floats(array).changed(shape=(array.samples, width), reason=None)


def _components(one: Estimator, array: Array, *, same: bool) -> Array:
    components = one.arguments.get("n_components")
    width: Dim = Unknown("the number of components depends on the data", "components")
    if isinstance(components, int) and not isinstance(components, bool):
        width = components
    return _floats(array).changed(shape=(array.samples, width), reason=None)


def _words(one: Estimator, array: Array, *, same: bool) -> Array:
    width = Unknown("the words are in the data", "words")  # max_features is the most of them
    weighted = one.name == "TfidfVectorizer"
    limits = Limits(0, 1) if weighted else None
    dtype = "float64" if weighted else "int64"
    return Array((array.samples, width), dtype, limits, whole=not weighted)


TRANSFORMS: Mapping[str, Callable[..., Array]] = {
    "StandardScaler": _standardized,
    **dict.fromkeys(
        ("PowerTransformer", "QuantileTransformer", "RobustScaler", "SimpleImputer"),
        lambda _, array, **__: _floats(array),
    ),
    "MinMaxScaler": _min_max,
    "MaxAbsScaler": _max_abs,
    "Normalizer": _normalized,
    "LabelEncoder": _numbered,
    "LabelBinarizer": _binarized,
    "MultiLabelBinarizer": lambda _, array, **__: Array(
        (array.samples, CATEGORIES), "int64", Limits(0, 1), whole=True, encoding="multi_hot"
    ),
    "OneHotEncoder": _one_hot,
    "OrdinalEncoder": lambda _, array, **__: _floats(array).changed(dtype="float64", whole=True),
    "PolynomialFeatures": _powers,
    "ColumnTransformer": _of_columns,
    "PCA": _components,
    "TruncatedSVD": _components,
    "TfidfVectorizer": _words,
    "CountVectorizer": _words,
}
_SCALERS = words(
    "MaxAbsScaler MinMaxScaler PowerTransformer QuantileTransformer RobustScaler StandardScaler"
)
_BY_COLUMN = _SCALERS | words("LabelEncoder OrdinalEncoder SimpleImputer")
"""Estimators that give a column for each."""
_OF_ONE = words("CountVectorizer LabelBinarizer LabelEncoder MultiLabelBinarizer TfidfVectorizer")
"""Estimators that take one column; the others take a table."""
_MODULES = {
    "ColumnTransformer": "compose",
    "PCA": "decomposition",
    "TruncatedSVD": "decomposition",
    "TfidfVectorizer": "feature_extraction.text",
    "CountVectorizer": "feature_extraction.text",
    "SimpleImputer": "impute",
}
_FIRST = {
    "ColumnTransformer": "transformers",
    "PCA": "n_components",
    "PolynomialFeatures": "degree",
    "TruncatedSVD": "n_components",
}
"""The first argument of estimators, where it may be given by its place."""
for _name in TRANSFORMS:
    FUNCTIONS[f"sklearn.{_MODULES.get(_name, 'preprocessing')}.{_name}"] = partial(
        _estimator, _name
    )


def rows(value: Value) -> Array:
    """The array that an estimator makes of its data."""
    value = plain(value)
    return value.values() if isinstance(value, Frame) else array_of(value)


def _are_same(learned: Array | None, array: Array) -> bool:
    """Whether two arrays surely hold the same values, as a column does that is taken twice."""
    if learned is None or learned is array or learned.origin is None or learned.scaled is None:
        return learned is array
    facts = ("origin", "scaled", "dtype", "limits", "encoding")
    alike = all(getattr(learned, name) == getattr(array, name) for name in facts)
    return alike and are_same(learned.shape, array.shape)


def _method(value: Estimator, name: str, call: Call) -> Value:
    data = call.get(0, "X", call.get(0, "y"))
    if isinstance(data, Unknown):
        data = Array(reason=data)
    if name not in {"fit", "fit_transform", "transform", "inverse_transform", "partial_fit"}:
        return Unknown(f'kspec does not follow "{name}" of a {value.name}', place=call.place)
    array = rows(data)
    if array.shape is None and value.name not in _OF_ONE:
        sizes = (array.why.called("samples"), array.why.called("columns"))
        array = array.changed(shape=sizes, reason=None)._replace(origin=array.origin)
    if name in {"fit", "partial_fit", "fit_transform"}:
        value = value._replace(fitted=array)
    if name in {"fit", "partial_fit"}:
        return Changed(value, value)
    scales = value.name in _SCALERS
    if name == "transform" and scales:
        check_scaling_again(array, value.fitted, call.place)
    if name == "inverse_transform":
        back = array.without_values().changed(dtype=None, whole=False)
        if scales:
            check_scaling_back(value.name, array, value.fitted, call.place)
            back = back._replace(scaled=scaled_back(array, value.fitted))
        else:
            back = back._replace(predicted=False)  # classes, of which each is the greatest output
        return finished(back, call.place)
    result = TRANSFORMS[value.name](value, array, same=_are_same(value.fitted, array))
    if scales:
        result = result._replace(scaled=scaled_by(array, value.fitted), gaps=array.gaps)
    if value.name in _BY_COLUMN or _passes_columns(value, array.origin):
        result = result._replace(origin=array.origin)
    result = finished(result, call.place)
    return Changed(result, value) if name == "fit_transform" else result


def _passes_columns(one: Estimator, origin: Origin | None) -> bool:
    """Whether the columns that are not encoded stay, none of which is found by its place then."""
    columns = ALL if origin is None else origin.columns
    passes = one.arguments.get("remainder") == "passthrough"
    return passes and columns.names is None and columns != ALL


def _attribute(value: Estimator, name: str, place: Place) -> Value:
    if name == "classes_":
        return Array((_count(value),))
    return Unknown(f'"{name}" is learned from the data', place=place)


KINDS[Estimator] = Kind(_attribute, _method)


def _normalize(X: Value, norm: Value = "l2", axis: Value = 1, return_norm: Value = False) -> Value:
    """Rows or columns of length 1."""
    if return_norm is not False:
        return Unknown("kspec does not follow the lengths of rows")
    return _normalized(Estimator("Normalizer"), rows(X), same=True)


transfers(
    {
        "sklearn.preprocessing.normalize": _normalize,
        "sklearn.utils.class_weight.compute_class_weight": lambda class_weight, classes, y: Array(
            (CATEGORIES,), "float64"
        ),
        "sklearn.preprocessing.scale": lambda X, axis=0: _floats(rows(X)).changed(signed=True),
    },
    free=True,
)
