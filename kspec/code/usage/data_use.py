"""Test data that chooses the model, and predictions in another order than their labels."""

import ast
import re

from kspec.code.names import last_name, name_of, names_in, nodes_in, receiver_of, words
from kspec.code.source import Source, argument, is_true
from kspec.code.usage.origins import steps
from kspec.source.outline import Problems, SyntaxProblem

_CHOOSING = frozenset(("EarlyStopping", "ModelCheckpoint"))
_LOADS = frozenset(("load_model", "load_weights"))
_KEEPS_ORDER = words("batch map prefetch skip take unbatch with_options")
_FLOWS = frozenset(("flow", "flow_from_dataframe", "flow_from_directory"))


def test_data_that_chooses(source: Source) -> Problems:
    """Each ``fit`` whose callback chooses the model by data that is evaluated in the end."""
    evaluated, predicted = (
        {_text(argument(call, 0, "x")) for call, _ in source.method_calls(method)}
        for method in ("evaluate", "predict")
    )
    for call, _ in source.method_calls("fit", "fit_generator"):
        data = argument(call, None, "validation_data")
        parts = data.elts if isinstance(data, ast.Tuple) and data.elts else [data]
        text, name, targets = _text(parts[0]), _first_name(parts[0]), map(name_of, parts[1:2])
        if text is None or name is None or not re.search(_TEST_SET, name):
            continue
        is_scored = text in predicted and not _scored(call, source).isdisjoint(targets)
        chooser = _chooser(call, source)
        if data is not None and chooser is not None and (text in evaluated or is_scored):
            yield SyntaxProblem(
                "test_data_chooses",
                f"{chooser} chooses the model by `{name}`, which is evaluated in the end too: what "
                "is reported is too good",
                "Hold validation data out of the training data (validation_split), and keep the "
                "test data for the end.",
                source.places.span(data),
            )


def _text(data: ast.expr | None) -> str | None:
    """The text of an array by name, or of a list of several inputs."""
    return ast.unparse(data) if isinstance(data, ast.Name | ast.List) else None


def _first_name(data: ast.expr | None) -> str | None:
    nodes = () if data is None else nodes_in(data)
    return next((one.id for one in nodes if isinstance(one, ast.Name)), None)


def _scored(fit: ast.Call, source: Source) -> set[str]:
    """The names in the arguments of scikit-learn's metrics after a training, and in what these
    are made of, such as the argmax of rows.
    """
    later = (call for call in source.calls if call.lineno > fit.lineno)
    metrics = (call for call in later if source.callee(call).startswith("sklearn.metrics."))
    compared = [one for call in metrics for one in call.args]
    return names_in(*compared, *(value for one in compared if (value := source.value_of(one))))


def validation_on_training_data(source: Source) -> Problems:
    """Yield each ``fit`` that validates on the very data that it trains on."""
    for call, _ in source.method_calls("fit"):
        data = argument(call, None, "validation_data")
        x, y = argument(call, 0, "x"), argument(call, 1, "y")
        trained = [x] if y is None else [x, y]
        held_out = list(data.elts[:2]) if isinstance(data, ast.Tuple) else [data]
        names = [_dotted(one, source) for one in trained]
        held_out_names = [_whole(one, source) for one in held_out]
        if data is not None and None not in names and names == held_out_names:
            yield SyntaxProblem(
                "train-validation-overlap",
                f"The validation data is the training data: `{names[0]}` cannot show overfitting",
                "Hold some of the data out, with validation_split or train_test_split.",
                source.places.span(data),
            )


def training_on_test_data(source: Source) -> Problems:
    """Each ``fit`` on a test array, in a program that trains none on the training array."""
    fits = [
        (call, x)
        for call, _ in source.method_calls("fit", "fit_generator")
        if source.receivers.get(call) and isinstance(x := argument(call, 0, "x"), ast.Name)
    ]
    trained = {x.id for _, x in fits}
    for call, x in fits:
        train = re.sub("([tT])est", r"\1rain", x.id) if re.search(_TEST_SET, x.id) else x.id
        if source.is_bound(train) and train not in trained and len(call.args) > 1:
            yield SyntaxProblem(
                "test-overlap",
                f"The model is trained on `{x.id}`, and nothing trains on `{train}`: what the test "
                "reports is too good",
                "Train on the training data.",
                source.places.span(x),
            )


_TEST_SET = r"(?a)(?:^|[._])test(?:ing)?(?:[_A-Z]|$)|[a-z]Test"


def _whole(node: ast.expr | None, source: Source) -> str | None:
    """The array that an expression takes, whole or a range of its samples."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return _dotted(node, source)


def _dotted(node: ast.expr | None, source: Source) -> str | None:
    """The name or the attribute that an expression reads, that of the array under another name."""
    if isinstance(node, ast.Name):
        value = source.value_at(node)
        is_alias = isinstance(value, ast.Name) and len(source.bindings.get(value.id, ())) == 1
        node = value if is_alias else node
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else None


def _chooser(fit: ast.Call, source: Source) -> str | None:
    """Name of a callback, alone or in a list, that stops training or keeps a model by a score."""
    node = source.value_of(argument(fit, None, "callbacks"))
    for item in node.elts if isinstance(node, ast.List) else (node,):
        assigned = source.value_of(item)
        name = source.keras(assigned, "callbacks")
        if name == "ModelCheckpoint" and not any(map(source.calls_of, _LOADS)):
            continue  # what it keeps, nothing uses
        if name == "EarlyStopping" and _is_idle(assigned, fit, source):
            continue
        if name in _CHOOSING and isinstance(assigned, ast.Call) and _chooses(assigned, name):
            return name
    return None


def _is_idle(stopping: ast.expr | None, fit: ast.Call, source: Source) -> bool:
    """Whether the patience of an EarlyStopping never runs out, and it restores no weights."""
    if not isinstance(stopping, ast.Call):
        return False
    ends = (argument(stopping, 2, "patience"), argument(fit, None, "epochs"))
    patience, epochs = (getattr(source.value_of(one), "value", None) for one in ends)
    restores = argument(stopping, 6, "restore_best_weights")
    known = isinstance(patience, int) and isinstance(epochs, int) and patience >= epochs
    return known and (restores is None or getattr(restores, "value", True) is False)


def _chooses(call: ast.Call, name: str) -> bool:
    monitor = argument(call, 0 if name == "EarlyStopping" else 1, "monitor")
    validates = monitor is None or str(getattr(monitor, "value", "")).startswith("val_")
    keeps_best = name == "EarlyStopping" or is_true(argument(call, None, "save_best_only"))
    return validates and keeps_best


def shuffled_predictions(source: Source) -> Problems:
    """Each prediction of a generator that shuffles, where its labels are read in file order."""
    reads = {
        node.value.id: node
        for node in source.of(ast.Attribute)
        if node.attr in {"classes", "labels"} and isinstance(node.value, ast.Name)
    }
    for call, _ in source.method_calls("predict", "predict_generator"):
        data = argument(call, 0, "x")
        name, assigned = name_of(data), source.value_of(data)
        if name in reads and assigned is not None and _shuffles(assigned):
            places = ((assigned, "shuffles"), (reads[name], "in the order of the files"))
            yield SyntaxProblem(
                "shuffled_predictions",
                f"`{name}` gives its images in a new order each time, and `{name}.classes` is in "
                "the order of the files: the predictions do not belong to these labels",
                "Make it with shuffle=False.",
                source.places.span(call),
                tuple((source.places.span(node), words) for node, words in places),
            )


def _shuffles(assigned: ast.expr) -> bool:
    """Whether a flow of images shuffles, as it does if nothing is said."""
    if not isinstance(assigned, ast.Call) or receiver_of(assigned, *_FLOWS) is None:
        return False
    is_said = is_true(argument(assigned, None, "shuffle"))
    return is_said or (len(assigned.args) < 3 and _is_on(assigned, "shuffle"))


def reshuffled_labels(source: Source) -> Problems:
    """Each prediction of a data set that shuffles, where its labels are taken in another pass."""
    for call, _ in source.method_calls("predict"):
        data = argument(call, 0, "x")
        name, shuffle = name_of(data), None if data is None else shuffle_of(data, source)
        if name is None or shuffle is None:
            continue
        if any(_takes_labels(node, name) for node in source.nodes):
            yield SyntaxProblem(
                "shuffled_predictions",
                f"`{name}` is in a new order in each pass, and its labels are taken in another "
                "one: the predictions do not belong to them",
                "Make it with shuffle=False, or take labels and predictions in one loop.",
                source.places.span(call),
                ((source.places.span(shuffle), "shuffles"),),
            )


def _reshuffles(value: ast.Call, source: Source) -> bool:
    """Whether Keras's function makes a data set that shuffles, as it does if nothing is said."""
    of_folders = source.callee(value).endswith("_dataset_from_directory")
    return of_folders and len(value.args) < 2 and _is_on(value, "shuffle")


def _is_on(call: ast.Call, flag: str) -> bool:
    """Whether a call surely leaves a flag at its default of True, or sets it."""
    values = [one.value for one in call.keywords if one.arg in {flag, None}]
    return all(map(is_true, values))


def shuffle_of(data: ast.expr, source: Source) -> ast.Call | None:
    """The call that shuffles a data set anew in each pass."""
    for step in steps(data, source):
        method = last_name(step.func)
        if method == "shuffle":
            anew = _is_on(step, "reshuffle_each_iteration")
            return step if anew and not _is_left_out(step, source) else None
        if _reshuffles(step, source):
            return step
        if method not in _KEEPS_ORDER:
            return None
    return None


def _is_left_out(call: ast.Call, source: Source) -> bool:
    """Whether some call of a function sets the flag to False under which it makes this call."""
    tests = [one.test for one in source.around(call) if isinstance(one, ast.If)]
    flags = {one.id for one in tests if isinstance(one, ast.Name)}
    settings = [one for other in source.calls for one in other.keywords if one.arg in flags]
    return any(not is_true(one.value) for one in settings)


def _takes_labels(node: ast.AST, name: str | None) -> bool:
    """Whether a loop over a data set reads the labels alone."""
    match node:
        case ast.For(ast.Tuple([x, y]), ast.Name(data), body):
            read = names_in(*body)
        case ast.ListComp(
            body, [ast.comprehension(ast.Tuple([x, y]), ast.Name(data)), *_]
        ) | ast.GeneratorExp(body, [ast.comprehension(ast.Tuple([x, y]), ast.Name(data)), *_]):
            read = names_in(body)
        case _:
            return False
    return data == name and name_of(x) not in read and name_of(y) in read
