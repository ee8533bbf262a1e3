"""Data that is held out of the training, and was prepared in another way or overlaps with it."""

import ast
from collections.abc import Iterator
from itertools import chain
from typing import Any

from kspec.code.names import last_name, name_of, receiver_of, words
from kspec.code.program import ModelDocument, Models
from kspec.code.source import Source, argument, is_true
from kspec.code.usage.origins import steps
from kspec.code.usage.scaling import centred_by_itself, data_name, is_scaler
from kspec.code.usage.splits import cut_of, parts_of_sets, split_parts, undivided
from kspec.source.outline import Problems, SyntaxProblem

_RANDOM = words(
    "brightness_range channel_shift_range height_shift_range horizontal_flip rotation_range "
    "shear_range vertical_flip width_shift_range zoom_range"
)
"""Arguments by which an `ImageDataGenerator` changes each image at random."""
_FLOWS = frozenset(("flow", "flow_from_dataframe", "flow_from_directory"))


def unprepared_test_data(source: Source, models: Models) -> Problems:
    """The first use of a test array as it was split, by a model trained on prepared data."""
    names = {model.name for model in models}
    tests = _tests_of(source)
    compared = {one.name for one in models if _facts(one) >= {"input_range", "validation_range"}}
    for fit, receiver in source.method_calls("fit"):
        model = name_of(receiver)
        for position, name in enumerate(("x", "y") if model in names else ()):
            uses = dict(reversed([*_uses(model, fit, position, source)]))
            if uses.keys().isdisjoint(chain.from_iterable(tests.values())):
                continue
            raw, statement, words = _prepared(argument(fit, position, name), source)
            if statement is None or statement.lineno > fit.lineno:
                continue
            parts = [one for one in uses if one and one in tests.get(raw or "", ())]
            unchanged = (one for one in parts if not _changes(one, source))
            test = next(unchanged, None)
            if test and source.bindings[test][0].lineno > statement.lineno:
                continue  # what is split was prepared
            if test is not None and (words == "encoded" or model not in compared):
                yield SyntaxProblem(
                    "label-encoding-mismatch" if words == "encoded" else "validation-scale-differs",
                    f"The model is trained on {words} data, and `{test}` is as it was before",
                    "Prepare it in the same way, with what was learned from the training data.",
                    source.places.span(uses[test]),
                    ((source.places.span(statement), f"the training data is {words}"),),
                )


def _tests_of(source: Source) -> dict[str, set[str]]:
    """The arrays that are held out of each training array, and the parts of these."""
    tests: dict[str, set[str]] = {}
    for train, test in parts_of_sets(source):
        if train and test:
            tests.setdefault(train, set()).add(test)
    for part, array in split_parts(source).items():
        for train, held_out in tests.items():
            if name_of(array) in held_out and part != train:
                held_out.add(part)
    return tests


def _facts(model: ModelDocument) -> set[str]:
    """Names of the facts of a model's data that its training shows."""
    spec: Any = model.document.value
    return set(spec.get("data", {}))


def _prepared(
    array: ast.expr | None, source: Source
) -> tuple[str | None, ast.stmt | ast.expr | None, str]:
    """The array from which scaled or encoded data is made, and what makes it."""
    name = name_of(array)
    changes: list[ast.Assign | ast.AugAssign] = [*source.of(ast.AugAssign), *source.of(ast.Assign)]
    for change in changes:
        if name is not None and centred_by_itself(change, source) == name:
            return name, change, "scaled"
        match change:
            case ast.AugAssign(target=ast.Name(id=divided), op=ast.Div(), value=ast.Constant()) if (
                divided == name
            ):
                return name, change, "scaled"
    stores = [
        statement.value
        for statement in source.of(ast.Assign)
        if isinstance(target := statement.targets[0], ast.Subscript)
        and name_of(target.value) == name is not None
    ]
    value = source.value_of(array)
    if value is not None and (whole := undivided(value)) is not value:
        return name if cut_of(whole) else name_of(whole), value, "scaled"
    for call in (value, *stores):
        if not isinstance(call, ast.Call):
            continue
        if source.callee(call).endswith(".to_categorical"):
            return data_name(call), call, "encoded"
        scaler = receiver_of(call, "fit_transform", "transform")
        if scaler is not None and is_scaler(scaler, source):
            return data_name(call), call, "scaled"
    return None, None, ""


def _changes(name: str, source: Source) -> bool:
    """Whether a program may bind or change an array again, or hands it to what prepares it."""
    if not source.is_bound_once(name):
        return True
    for read in source.reads.get(name, ()):
        parent = source.parents[read]
        if isinstance(getattr(parent, "ctx", None), ast.Store):
            return True
        if isinstance(parent, ast.Call) and last_name(parent.func) in _PREPARE:
            return True
    return False


_PREPARE = frozenset(("fit_transform", "to_categorical", "transform"))


def _uses(
    model: str | None, fit: ast.Call, position: int, source: Source
) -> Iterator[tuple[str | None, ast.expr]]:
    """The arrays that a model is validated on, evaluates or predicts, its inputs or its targets
    (``position`` 0 or 1), by their names, with the argument that each stands in.
    """
    compiles = [one for _, one in source.method_calls("compile") if name_of(one) == model]
    if position and len(compiles) > 1:
        return  # another loss may take another encoding
    data = argument(fit, None, "validation_data")
    if isinstance(data, ast.Tuple) and position < len(data.elts):
        yield name_of(data.elts[position]), data
    for call, receiver in source.method_calls("evaluate", "predict"):
        array = argument(call, position, "xy"[position])
        if name_of(receiver) == model and array is not None:
            yield name_of(array), array


def augmented_validation(source: Source) -> Problems:
    """Each validation data whose images a generator or a mapped function changes at random."""
    for fit, _ in source.method_calls("fit", "fit_generator"):
        held_out = argument(fit, None, "validation_data")
        if source.value_of(held_out) is source.value_of(argument(fit, 0, "x")):
            continue
        for step in steps(held_out, source):
            place, words = _changed_at_random(step, source)
            if place is not None:
                yield SyntaxProblem(
                    "augmented-validation",
                    f"The images of the validation are changed at random ({words})",
                    "Validate on the images as they are: leave this to the training data.",
                    source.places.span(place),
                    ((source.places.span(fit), "validates on them"),),
                )


def _changed_at_random(step: ast.Call, source: Source) -> tuple[ast.expr | None, str]:
    """The place and name of what changes images at random in a flow, or a map of a data set."""
    method = last_name(step.func)
    if method in _FLOWS and isinstance(step.func, ast.Attribute):
        generator = source.value_of(step.func.value)
        if source.callee(generator).endswith("ImageDataGenerator"):
            shared = _flows_of(step.func.value, source) > 1
            for one in generator.keywords if isinstance(generator, ast.Call) else ():
                is_on = one.arg in _RANDOM and getattr(one.value, "value", True)
                # a flip that training and validation share is a choice
                if one.arg and is_on and not (shared and one.arg.endswith("_flip")):
                    return step if shared else generator, one.arg
    function = argument(step, 0, "map_func") if method == "map" else None
    body = source.function(name_of(function)) or function
    for call in ast.walk(body) if body is not None else ():
        name = source.callee(call).rpartition(".")[2]
        if isinstance(call, ast.Call) and name.startswith("random_"):
            return step, name
        if isinstance(call, ast.Call) and is_true(argument(call, None, "training")):
            layers = source.value_of(call.func)
            for part in ast.walk(layers) if layers is not None else ():
                if (layer := source.keras(part, "layers") or "").startswith("Random"):
                    return step, layer
    return None, ""


def _flows_of(generator: ast.expr, source: Source) -> int:
    """Number of flows that a generator of images makes."""
    value = source.value_of(generator) or generator
    return sum(source.value_of(one) is value for _, one in source.method_calls(*_FLOWS))


def validation_from_training_folder(source: Source) -> Problems:
    """Each validation data that is read from the very folder or table of the training data."""
    for fit, _ in source.method_calls("fit", "fit_generator"):
        x = argument(fit, 0, "x") or argument(fit, None, "generator")
        trained = _read_whole(x, source)
        held_out = _read_whole(argument(fit, None, "validation_data"), source)
        if trained and held_out and trained[0] is not held_out[0]:
            (training, first), (validation, second) = trained, held_out
            if source.is_same(first, second):
                yield SyntaxProblem(
                    "train-validation-overlap",
                    f"The validation data is all of `{ast.unparse(second)}`, which is trained on: "
                    "it cannot show overfitting",
                    "Read a folder of its own, or hold a part out by validation_split and subset.",
                    source.places.span(validation),
                    ((source.places.span(training), "the training data"),),
                )


def _read_whole(data: ast.expr | None, source: Source) -> tuple[ast.Call, ast.expr] | None:
    """The call that reads all of a folder or table, with this; None where data is a part of one."""
    for call in steps(data, source):
        name = last_name(call.func) or ""
        if name.endswith(("_from_directory", "_from_dataframe")):
            origin = argument(call, 0, name.rpartition("_")[2])
            is_part = any(one.arg in {"classes", "subset", None} for one in call.keywords)
            return None if origin is None or is_part else (call, origin)
        if name in _PARTS:
            return None
    return None


_PARTS = frozenset(("filter", "shard", "skip", "take"))


def folders_split_apart(source: Source) -> Problems:
    """Each validation part of a folder that is split in another way than its training part."""
    parts: dict[str, ast.Call] = {}
    for call in source.calls:
        function = source.callee(call).rpartition(".")[2]
        subset = argument(call, None, "subset")
        if not function.endswith("_dataset_from_directory") or not isinstance(subset, ast.Constant):
            continue
        directory = argument(call, 0, "directory")
        folder = "" if directory is None else ast.unparse(directory)
        if subset.value == "training":
            parts[folder] = call
        elif subset.value == "validation" and folder in parts:
            yield from _apart(parts[folder], call, source)


def _apart(training: ast.Call, validation: ast.Call, source: Source) -> Problems:
    """The arguments by which two parts of a folder share images: seeds, or sizes."""
    for name in ("seed", "validation_split"):
        first, second = (argument(one, None, name) for one in (training, validation))
        if not isinstance(first, ast.Constant) or not isinstance(second, ast.Constant):
            continue
        is_larger = (
            isinstance(first.value, int | float)
            and isinstance(second.value, int | float)
            and first.value < second.value
        )
        if is_larger or (name == "seed" and first.value != second.value):
            yield SyntaxProblem(
                "train-validation-overlap",
                f"The two parts are split with {name}={first.value!r} and "
                f"{name}={second.value!r}: images of the validation are trained on",
                f"Give both the same {name}.",
                source.places.span(validation),
                ((source.places.span(training), "the training part"),),
            )
