"""Data that is held out of the training, and was prepared in another way or overlaps with it."""

import ast
from collections.abc import Iterator, Sequence

from kspec.code.names import last_name, name_of
from kspec.code.program import ModelDocument
from kspec.code.source import Source, argument
from kspec.code.usage.order import list_of
from kspec.code.usage.scaling import (
    SPLIT,
    centred_by_itself,
    data_name,
    is_scaler,
    parts_of_sets,
)
from kspec.source.outline import SyntaxProblem

_RANDOM = frozenset(
    (
        *("brightness_range", "channel_shift_range", "height_shift_range", "horizontal_flip"),
        *("rotation_range", "shear_range", "vertical_flip", "width_shift_range", "zoom_range"),
    )
)
"""Arguments by which an `ImageDataGenerator` changes each image at random."""


def unprepared_test_data(
    source: Source, models: Sequence[ModelDocument]
) -> Iterator[SyntaxProblem]:
    """The first use of a test array as it was split, by each model that is trained on a training
    array which was scaled or encoded.
    """
    names = {model.name for model in models}
    test_of = {train: test for train, test in parts_of_sets(source) if train and test}
    for fit, receiver in source.method_calls("fit"):
        model = name_of(receiver)
        for position, name in enumerate(("x", "y") if model in names else ()):
            raw, statement, words = _prepared(argument(fit, position, name), source)
            test = test_of.get(raw or "", "")
            if statement is None or statement.lineno > fit.lineno or _changes(test, source):
                continue
            use = next((one for one in _uses(model, fit, position, source) if one.id == test), None)
            if use is not None:
                yield SyntaxProblem(
                    "label-encoding-mismatch" if words == "encoded" else "validation-scale-differs",
                    f"The model is trained on {words} data, and `{test}` is as it was before",
                    "Prepare it in the same way, with what was learned from the training data.",
                    source.places.span(use),
                    ((source.places.span(statement), f"the training data is {words}"),),
                )


def _prepared(
    array: ast.expr | None, source: Source
) -> tuple[str | None, ast.stmt | ast.expr | None, str]:
    """The array from which scaled or encoded data is made, and what makes it."""
    name = name_of(array)
    changes: list[ast.Assign | ast.AugAssign] = [*source.of(ast.AugAssign), *source.of(ast.Assign)]
    for change in changes:
        if name is not None and centred_by_itself(change, source) == name:
            return name, change, "scaled"
    stores = [
        statement.value
        for statement in source.of(ast.Assign)
        if isinstance(target := statement.targets[0], ast.Subscript)
        and name_of(target.value) == name is not None
    ]
    for value in (source.value_of(array), *stores):
        if not isinstance(value, ast.Call):
            continue
        if source.callee(value).endswith(".to_categorical"):
            return data_name(value), value, "encoded"
        match value.func:
            case ast.Attribute(value=scaler, attr="fit_transform" | "transform"):
                if is_scaler(scaler, source):
                    return data_name(value), value, "scaled"
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


def _uses(model: str | None, fit: ast.Call, position: int, source: Source) -> Iterator[ast.Name]:
    """The variables of a model's inputs or targets (``position`` 0 or 1) that it is validated on,
    evaluates or predicts.
    """
    data = argument(fit, None, "validation_data")
    pair = data.elts if isinstance(data, ast.Tuple) else []
    inputs = [pair[position] if position < len(pair) else None]
    methods = ("evaluate",) if position else ("evaluate", "predict")
    compiles = [one for _, one in source.method_calls("compile") if name_of(one) == model]
    if position and len(compiles) > 1:
        return  # another loss may take another encoding
    inputs += (
        argument(call, position, "xy"[position])
        for call, receiver in source.method_calls(*methods)
        if name_of(receiver) == model
    )
    yield from (one for one in inputs if isinstance(one, ast.Name))


def augmented_validation(source: Source) -> Iterator[SyntaxProblem]:
    """Each generator of a validation's images alone that changes them at random."""
    flows = {"flow", "flow_from_dataframe", "flow_from_directory"}
    uses: dict[ast.expr, list[ast.Call]] = {}
    for call, receiver in source.method_calls(*flows):
        uses.setdefault(source.value_of(receiver) or receiver, []).append(call)
    for fit, _ in source.method_calls("fit", "fit_generator"):
        held_out = source.value_of(argument(fit, None, "validation_data"))
        if held_out is source.value_of(argument(fit, 0, "x")):
            continue
        for generator, calls in uses.items():
            if calls != [held_out] or not isinstance(generator, ast.Call):
                continue
            name = source.callee(generator).rpartition(".")[2]
            random = [
                one
                for one in generator.keywords
                if one.arg in _RANDOM and getattr(one.value, "value", True)
            ]
            if name == "ImageDataGenerator" and random:
                yield SyntaxProblem(
                    "augmented-validation",
                    f"The images of the validation are changed at random ({random[0].arg})",
                    "Validate on the images as they are: make their generator without it.",
                    source.places.span(generator),
                    ((source.places.span(fit), "validates on them"),),
                )


def folders_split_apart(source: Source) -> Iterator[SyntaxProblem]:
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


def _apart(training: ast.Call, validation: ast.Call, source: Source) -> Iterator[SyntaxProblem]:
    """The arguments by which two parts of a folder share images: other seeds, or a validation that
    is larger than what the training leaves.
    """
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


def shuffled_windows(source: Source) -> Iterator[SyntaxProblem]:
    """Each random split of windows that overlap, of which a next value is the target."""
    windows = dict(_windows(source))
    for split in source.calls if windows else ():
        x = argument(split, 0, "")
        if source.callee(split) != SPLIT or not isinstance(x, ast.Name):
            continue
        shuffle = argument(split, None, "shuffle")
        filled = list_of(_returned(x, source), source)
        loop = windows.get(name_of(filled) or "")
        if shuffle is not None and getattr(shuffle, "value", True) is not True:
            continue
        if (
            filled is not None
            and loop is not None
            and source.scope_of(filled) is source.scope_of(loop)
        ):
            yield SyntaxProblem(
                "train-validation-overlap",
                f"`{x.id}` holds windows that overlap, and a random split puts the values of one "
                "into both parts: the test shows too good a result",
                "Split by time: train_test_split(..., shuffle=False), or before the windows.",
                source.places.span(split),
                ((source.places.span(loop), "the windows"),),
            )


def _windows(source: Source) -> Iterator[tuple[str, ast.For]]:
    """Lists that a loop fills with a window of an array for each step, beside a value after it."""
    for loop in source.of(ast.For):
        steps = loop.iter
        if not isinstance(steps, ast.Call) or len(steps.args) > 2:
            continue
        if name_of(steps.func) != "range":
            continue
        arrays: dict[str, tuple[str, bool]] = {}
        for call in (one for part in loop.body for one in ast.walk(part)):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="append"),
                    args=[ast.Subscript(value=ast.Name(id=array), slice=index)],
                ):
                    first = index.elts[0] if isinstance(index, ast.Tuple) else index
                    arrays[name] = array, isinstance(first, ast.Slice)
        nexts = {array for array, is_window in arrays.values() if not is_window}
        for name, (array, is_window) in arrays.items():
            if is_window and array in nexts:
                yield name, loop


def _returned(name: ast.Name, source: Source) -> ast.expr:
    """Expression that the program's own function returns for a variable; else the variable."""
    for statement in source.of(ast.Assign):
        match statement:
            case ast.Assign(
                targets=[ast.Tuple(elts=targets)], value=ast.Call(func=ast.Name(id=called))
            ) if name.id in [name_of(one) for one in targets]:
                at = [name_of(one) for one in targets].index(name.id)
                for returned in source.of(ast.Return):
                    function, value = source.scope_of(returned), returned.value
                    if getattr(function, "name", "") == called and isinstance(value, ast.Tuple):
                        return value.elts[at] if at < len(value.elts) else name
    return name
