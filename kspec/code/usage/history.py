"""Reads of a training's history in a program, and of the logs that its callbacks get."""

import ast
import re
from collections.abc import Iterator, Sequence

from kspec.code.names import last_name, name_of, nodes_in, words
from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source, argument
from kspec.code.usage.origins import appended
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, Span, SyntaxProblem
from kspec.spec.training.metrics.metric import NAMES_ALIKE, names_alike

_ACCURACY = frozenset(("acc", "accuracy"))
_ACCURACIES = _ACCURACY | {"binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy"}
_NAMES = _ACCURACIES.union(("loss",), *NAMES_ALIKE)
"""Names of what trainings log as a rule."""
_VALIDATING = frozenset(("validation_data", "validation_split"))
_TRAINS = frozenset(("fit", "fit_generator"))
_EPOCHS = frozenset(("on_epoch_begin", "on_epoch_end", "on_train_end"))
"""Methods of callbacks whose logs hold what an epoch logs."""
_OF_VALIDATION = frozenset(("val", "validation"))
_OF_TRAINING = frozenset(("train", "training"))
_LABELS = frozenset(("matplotlib.pyplot.title", "matplotlib.pyplot.ylabel"))
_METRICS = frozenset(("loss", "acc", "accuracy", "mae", "mse", "error"))
_NEW = words("clf close figure savefig show subplot subplots")
"""Functions of matplotlib between two charts."""
_DEEPEST = 6


class _Read(NamedTuple):
    """Name that is looked up in what trainings log."""

    key: str
    place: ast.AST
    fits: list[ast.Call]


def missing_history_keys(source: Source, models: Models) -> Problems:
    """Each metric that is read of a history or of logs, and is not logged under this name."""
    if _is_careful(source):
        return
    for node in (*source.of(ast.Subscript), *source.of(ast.Compare)):
        for read in reads_of_histories(node, source):
            metrics = _all_of([_metrics(fit, source, models) for fit in read.fits])
            if metrics is None:
                continue
            base = read.key.removeprefix("val_")
            alike = _ACCURACIES if base in _ACCURACIES else names_alike(base)
            unlike = sorted(metrics & {*alike} - {base})
            if not alike and base not in {*metrics, "loss"} and not _is_stored(read.key, source):
                unlike = _meant(base, {*metrics, "loss"})
            if base != read.key and not any(validates(fit) for fit in read.fits):
                yield _problem(read, "this training has no validation", [], source)
            elif (alike or unlike) and base not in metrics:
                prefix = read.key[: len(read.key) - len(base)]
                known = f"`{prefix}{unlike[0]}`" if unlike else "no such metric"
                names = [f"{prefix}{one}" for one in unlike]
                yield _problem(read, f"this training logs {known}", names, source)


def _meant(base: str, logged: set[str]) -> list[str]:
    """The name that is logged and was probably meant, where it differs in more than its case."""
    from kspec.spec.suggest import nearest

    near = nearest(base, logged)
    return [near] if near is not None and near.lower() != base.lower() else []


def _is_stored(key: str, source: Source) -> bool:
    """Whether the program stores something under a name itself, as a callback does in the logs."""
    stores = (one.slice for one in source.of(ast.Subscript) if isinstance(one.ctx, ast.Store))
    return any(getattr(one, "value", None) == key for one in stores)


def _problem(read: _Read, why: str, names: list[str], source: Source) -> SyntaxProblem:
    span = source.places.span(read.place)
    mends: tuple[tuple[Span, str], ...] = ()
    if names:
        quote = source.places.text[span.start]
        mends = ((span, f"{quote}{names[0]}{quote}"),) if quote in "'\"" else ()
        help_ = f"Write {names[0]!r}."
    elif why.endswith("validation"):
        help_ = "Give the fit validation_data, or validation_split=0.1."
    else:
        help_ = f'Compile with metrics=["{read.key.removeprefix("val_")}"].'
    message = f"The history has no {read.key!r}: {why}"
    return SyntaxProblem("unknown_history_key", message, help_, span, mends=mends)


def reads_of_histories(node: ast.expr, source: Source) -> Iterator[_Read]:
    """The names that ``history["name"]``, ``logs.get("name") > 0.9`` and their like read."""
    container: ast.expr | None = None
    keys: list[ast.expr] = []
    match node:
        case ast.Subscript(value=container, slice=ast.List(elts=keys), ctx=ast.Load()):
            pass
        case ast.Subscript(value=container, slice=looked_up, ctx=ast.Load()):
            keys = [looked_up]
        case ast.Compare(left=ast.Call(ast.Attribute(container, "get"), [_] as keys)):
            pass
    places = {one.value: one for one in keys if isinstance(one, ast.Constant)}
    read: list[tuple[str, Sequence[ast.AST]]] = [*source.looked_up.get(node, ())]
    if isinstance(container, ast.Name) and _are_logs(container, source):
        trainings = [call for call, _ in source.method_calls(*_TRAINS)]
        trainings = [call for call in trainings if call.keywords or len(call.args) > 1]
        read = [(key, trainings) for key in places if isinstance(key, str)]
    for key, fits in read:
        calls = [one for one in fits if isinstance(one, ast.Call)]
        if len(calls) == len(fits):
            yield _Read(key, places.get(key, node), calls)


def _are_logs(name: ast.Name, source: Source) -> bool:
    """Whether a name is the logs of an epoch, that a callback's method or function gets."""
    scope = source.scope_of(name)
    owner = source.parents.get(scope)
    if isinstance(scope, ast.FunctionDef) and isinstance(owner, ast.ClassDef):
        event, bases = scope.name, [source.imports.dotted(one) for one in owner.bases]
        is_callback = "keras.callbacks.Callback" in bases
    elif isinstance(scope, ast.Lambda) and isinstance(owner, ast.keyword):
        event, call = owner.arg or "", source.parents[owner]
        is_callback = source.keras(call, "callbacks") == "LambdaCallback"
    else:
        return False
    parameters = [one.arg for one in scope.args.args]
    return is_callback and event in _EPOCHS and parameters[-1:] == [name.id]


def _metrics(fit: ast.Call, source: Source, models: Models) -> set[str] | None:
    """The names of the metrics of the model that is trained; None where they are not all names."""
    span = source.places.span(fit)
    trained = [model for model in models if model.document.span(("fit",)) == span]
    trained = trained or [*source.receivers.get(fit, ())]
    return _all_of([metrics_of(model) for model in trained])


def _all_of(logged: list[set[str] | None]) -> set[str] | None:
    """The names in several sets; None where one is not known, or there is none."""
    known = [names for names in logged if names is not None]
    return set().union(*known) if known and len(known) == len(logged) else None


def metrics_of(model: ModelDocument) -> set[str] | None:
    """Names of the metrics of a model with one output; None if they are not all names."""
    compile_, outputs = model.spec.get("compile"), model.spec.get("outputs")
    if compile_ is None or isinstance(outputs, list | dict):
        return None
    metrics = [] if compile_.get("metrics") is None else compile_["metrics"]
    if not isinstance(metrics, list):
        return None
    names = [one.get("name") if isinstance(one, dict) else one for one in metrics]
    known = {one for one in names if isinstance(one, str)}
    return known if all(isinstance(one, str) for one in names) else None


def validates(fit: ast.Call) -> bool:
    """Whether a training is given data to validate on."""
    names = {keyword.arg for keyword in fit.keywords}
    return bool(names & _VALIDATING) or None in names or len(fit.args) > 5


def _is_careful(source: Source) -> bool:
    """Whether the program looks which names there are, or is meant for several versions."""
    for node in source.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            words = [node.left, *node.comparators]
            if any(isinstance(one, ast.Attribute) and one.attr == "history" for one in words):
                return True
            if any(isinstance(one, ast.Constant) and one.value in _ACCURACY for one in words):
                return True
        if isinstance(node, ast.ExceptHandler) and "KeyError" in ast.dump(node):
            return True
    return False


def misnamed_histories(source: Source) -> Problems:
    """``val_loss = history.history["loss"]`` and curves with such labels, where both are logged."""
    named = [(node, _name_of(node, source)) for node in source.of(ast.Subscript)]
    for call in source.calls:
        if source.callee(call) not in _LABELS or (curve := _only_curve(call, source)) is None:
            continue
        label = getattr(call.args[0], "value", None) if call.args else None
        nodes = list(_parts(curve, source))
        if len({read.key for node in nodes for read in reads_of_histories(node, source)}) == 1:
            named += [(node, str(label)) for node in nodes]
    for node, name in dict.fromkeys(named):
        parts = re.findall("[a-z]+", name.lower())
        if len(parts) != 2 or parts[1] not in _METRICS:
            continue
        for read in reads_of_histories(node, source):
            if read.key.removeprefix("val_") not in _NAMES:
                continue
            is_validation = read.key.startswith("val_")
            others = _OF_TRAINING if is_validation else _OF_VALIDATION
            if parts[0] in others and read.fits and all(validates(fit) for fit in read.fits):
                is_, other = ("validation", "training")[:: 1 if is_validation else -1]
                key = read.key.removeprefix("val_") if is_validation else f"val_{read.key}"
                message = f"{read.key!r} is of the {is_}, and {name!r} names the {other}"
                span = source.places.span(read.place)
                yield SyntaxProblem("misnamed_history", message, f"Read {key!r}.", span)


def _only_curve(label: ast.Call, source: Source) -> ast.expr | None:
    """The data of the one curve in the chart of which a call names the axis or the whole."""
    statement = source.parents[label]
    block = getattr(source.parents.get(statement), "body", [])
    chart: list[ast.Call] = []
    for one in block if statement in block else ():
        calls = [call for call in nodes_in(one) if isinstance(call, ast.Call)]
        names = [last_name(call.func) for call in calls]
        if not _NEW.isdisjoint(names):
            if label in chart:
                break
            chart = []
        chart += calls
    curves = [call for call in chart if last_name(call.func) == "plot"]
    data = [one for call in curves for one in call.args if not isinstance(one, ast.Constant)]
    is_only = label in chart and len(curves) == 1 and len(data) in {1, 2}
    return data[-1] if is_only else None


def _parts(data: ast.expr, source: Source, depth: int = 0) -> Iterator[ast.Subscript]:
    """The square brackets of which data is made, also through names and lists that are filled."""
    for part in nodes_in(data):
        if isinstance(part, ast.Subscript):
            yield part
        if not isinstance(part, ast.Name) or depth > _DEEPEST:
            continue
        value = source.value_of(part)
        is_filled = isinstance(value, ast.List) and not value.elts
        for one in appended(part, source) if is_filled else filter(None, [value]):
            yield from _parts(one, source, depth + 1)


def _name_of(node: ast.Subscript, source: Source) -> str:
    """The name that a value gets, or the label of the curve that shows it; empty without one."""
    parent = source.parents[node]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        return name_of(parent.targets[0]) or ""
    if not isinstance(parent, ast.Call) or last_name(parent.func) != "plot":
        return ""
    data = [one for one in parent.args if not isinstance(one, ast.Constant)]
    label = getattr(argument(parent, None, "label"), "value", None)
    return label if data[-1:] == [node] and isinstance(label, str) else ""
