"""Estimators and searches around builders of models, and the fits that they make."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from kspec.code.classes import member
from kspec.code.data.array import Array, known
from kspec.code.data.builders import (
    CHOSEN,
    OF_SCIKERAS,
    Wrapper,
    built,
    call_of,
    parameters_of,
)
from kspec.code.data.context import INVOKE, REFUSE
from kspec.code.data.estimators import Estimator, rows
from kspec.code.data.facts import VALIDATION
from kspec.code.data.pipelines import is_preparing, of_steps, prepared
from kspec.code.journal import MISSING
from kspec.code.keras.values import Argument, Described, Model
from kspec.code.library import FUNCTIONS, KINDS, Changed, Kind, find
from kspec.code.training import FIT
from kspec.code.values import Bound, Call, Dict, External, List, Object, Place, Value
from kspec.spec.unknown import Unknown

_FIT = frozenset((*FIT.split()[2:], "nb_epoch"))
_OF_OTHERS = frozenset(("callbacks", "loss", "metrics", "optimizer"))
"""Objects whose own arguments SciKeras takes behind their names: ``optimizer__momentum``."""
_ESTIMATORS = ("KerasClassifier", "KerasRegressor")
_OF_ROWS = ("categorical_crossentropy", "CategoricalCrossentropy")
_ROUTED = _OF_OTHERS | {"build_fn", "fit", "model", "predict"}


def _own_name(key: str) -> str:
    """Name of an argument without those of the pipeline and its steps, with that of an object that
    SciKeras gives it to.
    """
    before, _, name = key.rpartition("__")
    to = before.rpartition("__")[2]
    return f"{to}__{name}" if to == "model" or to in _OF_OTHERS else name


def _named(call: Call) -> dict[str, Argument]:
    """The arguments that a call gives by name."""
    return {
        _own_name(name): Argument(value, call.place_of(None, name), call.key_places.get(name))
        for name, value in call.kwargs.items()
    }


def _wrapped(name: str, call: Call, *, is_scikeras: bool = False) -> Value:
    """``KerasClassifier(build_fn, ...)``."""
    arguments = _named(call)
    old = arguments.pop("build_fn", None)
    builder = arguments.pop("model", old)
    if builder is None:
        builder = Argument(call.get(0, "model"), call.place)
    for key in ("fit_kwargs", "model_kwargs"):
        more = arguments.pop(key, None)
        if more is not None and isinstance(more.value, Dict):
            arguments |= _items(more)
    return Wrapper(
        name, builder.value, call.place, arguments, unsure=call.unsure, is_scikeras=is_scikeras
    )


def _items(argument: Argument) -> dict[str, Argument]:
    """The items of a dictionary, each with its place."""
    items = argument.value
    places, around = items.state["places"], (argument.place, argument.place)
    return {
        _own_name(key): Argument(value, places.get(key, around)[1], places.get(key, around)[0])
        for key, value in items.items.items()
        if isinstance(key, str)
    }


def _around(name: str, call: Call, grid: str = "param_grid") -> Value:
    """A search of scikit-learn around an estimator."""
    inner = call.get(0, "estimator")
    if not isinstance(inner, Wrapper):
        return Unknown(f"what {name} gives", f"{name}()", call.place)
    values = call.get(1, grid)
    if isinstance(values, List) and values.rest is None and len(values.items) == 1:
        values = values.items[0]
    if isinstance(values, Dict) and values.rest is None:
        _report_unknown(inner, values)
        return inner._replace(grid=_items(Argument(values, call.place_of(1, grid))))
    return inner if values is None else inner._replace(unsure=Unknown(CHOSEN, "?", call.place))


def _report_unknown(one: Wrapper, grid: Dict) -> None:
    """Report names of a grid that an estimator does not take."""
    takes = parameters_of(one.builder)
    if takes is None or one.unsure is not None or one.steps:
        return
    legal = {*one.arguments, *(OF_SCIKERAS if one.is_scikeras else (*_FIT, *takes))}
    for key, (place, _) in grid.state["places"].items():
        before, _, name = str(key).rpartition("__")
        if before.rpartition("__")[2] in _ROUTED or name in legal:
            continue
        help_ = f"Its builder takes {', '.join(takes) or 'none'}."
        if name in takes:
            help_ = f"Call it {key.removesuffix(name)}model__{name}, or give a first value to "
            help_ += f"{one.name}: {name}=..."
        message = f'{one.name} has no parameter "{name}", and the search refuses it'
        REFUSE.get()("unknown_field", message, place, help_)


def _pipeline(name: str, call: Call) -> Value:
    """``Pipeline([(name, step), ...])`` and ``make_pipeline(step, ...)``."""
    steps = _listed(call.get(0, "steps")) if name == "Pipeline" else call.args
    if steps and isinstance(steps[-1], Wrapper):
        return steps[-1]._replace(steps=tuple(steps[:-1]))
    preparation = of_steps(steps)
    if call.unsure is not None or preparation is None:
        return Unknown(f"what {name} gives", f"{name}()", call.place)
    return preparation


def _listed(value: Value) -> Sequence[Value]:
    """The estimators of a list of pairs with their names."""
    pairs = value.items if isinstance(value, List) and value.rest is None else ()
    items = (one.items if isinstance(one, List) else one for one in pairs)
    return [one[1] for one in items if type(one) is tuple and len(one) == 2]


def _validated(name: str, call: Call) -> Value:
    """``cross_val_score(estimator, X, y)``: fits on all parts but one."""
    one = call.get(0, "estimator")
    if isinstance(one, Wrapper):
        more = call.get(None, "params", call.get(None, "fit_params"))
        place = call.place_of(None, "fit_params")
        _train(one, call, 1, _items(Argument(more, place)) if isinstance(more, Dict) else {})
    return Unknown("what a model scores", f"{name}()", call.place)


def _train(one: Wrapper, call: Call, at: int, more: Mapping[str, Argument]) -> tuple[Value, Value]:
    """Fit the model of a wrapper on the data of a call, whose first is the argument ``at``: the
    model, and its history where nothing is held out.
    """
    place = call.place
    x, y = _prepared(one.steps, call.get(at, "X"), place), call.get(at + 1, "y")
    model = built(one, place)
    if not isinstance(model, Model | Object):
        return None, None
    if not one.name.endswith("Regressor"):
        y = _encoded(y, place, as_rows=_takes_rows(one, model))
    if at or one.grid:
        x, y = _folds(x), _folds(y)
    arguments = {
        "x": Argument(x, call.place_of(at, "X")),
        "y": Argument(y, call.place_of(at + 1, "y")),
    }
    arguments |= _fit_arguments(one, more)
    unsure = one.unsure if call.unsure is None else call.unsure
    history = INVOKE.get()(Bound(model, "fit"), call_of(place, arguments, unsure))
    return model, None if VALIDATION & arguments.keys() else history


def _fit_arguments(one: Wrapper, more: Mapping[str, Argument]) -> Iterator[tuple[str, Argument]]:
    """The arguments of ``fit`` beside the data, with those of SciKeras alone unknown."""
    for name in sorted(_FIT):
        argument = more.get(name) or one.argument(name)
        if argument is None or (name == "class_weight" and isinstance(argument.value, str)):
            continue
        if name == "callbacks" and isinstance(argument.value, Dict | External):
            argument = argument._replace(value=Unknown("callbacks of SciKeras", name))
        yield name, argument


def _prepared(steps: Sequence[Value], x: Value, place: Place) -> Value:
    """The input behind the steps of a pipeline."""
    for step in steps:
        if not is_preparing(step):
            return Unknown("what a step of a pipeline makes of the data", "X", place)
        x, _ = prepared(step, "fit_transform", x, place)
    several = isinstance(x, List) and any(isinstance(one, Array) for one in x.items)
    return x if several or isinstance(x, Unknown) else rows(x)


def _encoded(y: Value, place: Place, *, as_rows: bool | None) -> Value:
    """Labels of one column as the numbers of classes or, where the loss takes these, as rows."""
    labels = None if y is None or isinstance(y, Unknown) else rows(y)
    if labels is None or labels.shape is None:
        return Unknown("the encoding of the labels is not in the code", "y", place)
    if len(labels.shape) == 2 and known(labels.shape[1]) != 1:
        is_certain = known(labels.shape[1]) is not None or labels.encoding == "one_hot"
        return labels if is_certain else Unknown("the number of columns is not known", "y", place)
    if as_rows is None:
        return Unknown("the loss is not known", "y", place)
    changed = KINDS[Estimator].method(
        Estimator("LabelEncoder"), "fit_transform", Call(place, (labels,))
    )
    numbers = changed.result if isinstance(changed, Changed) else changed
    to_rows = find("keras.utils.to_categorical")
    return to_rows(Call(place, (numbers,))) if as_rows and to_rows is not None else numbers


def _takes_rows(one: Wrapper, model: Value) -> bool | None:
    """Whether a wrapper makes rows of labels, which it does for one loss: SciKeras for the one that
    it is given itself, the old wrapper for that of the compile. None where that is unknown.
    """
    phases = model.state.get("<phases>") or ()
    loss = phases[0].compile.get(1, "loss") if phases and phases[0].compile else None
    if one.is_scikeras:
        own = one.argument("loss", "loss")
        loss = one.unsure if own is None else own.value
    if isinstance(loss, Unknown):
        return None
    name = loss.name.rpartition(".")[2] if isinstance(loss, External | Described) else loss
    return isinstance(name, str) and name in _OF_ROWS


def _folds(value: Value) -> Value:
    """A part of the samples, of a size that is not known."""
    if isinstance(value, Unknown) or not rows(value).shape:
        return value
    array = rows(value)
    count = Unknown("the size of a part of the samples", "samples")
    return array.changed(shape=(count, *(array.shape or ())[1:]), grouped=array.grouped)


def _method(value: Wrapper, name: str, call: Call) -> Value:
    unknown = Unknown(f'kspec does not follow "{name}" of a {value.name}', place=call.place)
    if name == "fit":
        model, history = _train(value, call, 0, _named(call))
        value = value._replace(fitted=model)
        returns_itself = value.is_scikeras or value.grid or value.steps or history is None
        return Changed(value if returns_itself else history, value)
    if value.name != "tuner":
        return unknown
    if name == "search":
        own = isinstance(value.builder, Object) and member(value.builder.cls, "fit") is not MISSING
        model = None if own else built(value, call.place)
        if isinstance(model, Model | Object):
            INVOKE.get()(Bound(model, "fit"), call)
            return Changed(unknown, value._replace(fitted=model))
    if name == "get_best_models" and value.fitted is not None:
        return (value.fitted,)
    return built(value, call.place) if name == "build" else unknown


def _attribute(value: Wrapper, name: str, place: Place) -> Value:
    if name in {"best_estimator_", "hypermodel"}:
        return value
    if name in {"model", "model_"} and value.fitted is not None:
        return value.fitted
    return Unknown(f'"{name}" is known after the training', place=place)


KINDS[Wrapper] = Kind(_attribute, _method)


def _register(modules: str, names: str, function: Callable[..., Value], **more: Value) -> None:
    for module in modules.split():
        for name in names.split():
            FUNCTIONS[f"{module}.{name}"] = partial(function, name, **more)


_register("keras.wrappers.scikit_learn", " ".join(_ESTIMATORS), _wrapped)
_register("scikeras.wrappers", " ".join(_ESTIMATORS), _wrapped, is_scikeras=True)
_SEARCH = "sklearn.model_selection sklearn.grid_search"
_register(_SEARCH, "GridSearchCV HalvingGridSearchCV", _around)
_register(_SEARCH, "RandomizedSearchCV", _around, grid="param_distributions")
_register("sklearn.pipeline imblearn.pipeline", "Pipeline make_pipeline", _pipeline)
_register(
    "sklearn.model_selection sklearn.cross_validation",
    "cross_val_predict cross_val_score cross_validate",
    _validated,
)
_register(
    "keras_tuner keras_tuner.tuners kerastuner kerastuner.tuners",
    "BayesianOptimization GridSearch Hyperband RandomSearch",
    lambda _, call: Wrapper("tuner", call.get(0, "hypermodel"), call.place, unsure=call.unsure),
)
