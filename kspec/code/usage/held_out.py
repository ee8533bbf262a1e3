"""Data that is held out of the training, and was prepared in another way or overlaps with it."""

import ast

from kspec.code.names import last_name, name_of, words
from kspec.code.source import Source, argument, is_true
from kspec.code.usage.origins import steps
from kspec.source.outline import Problems, SyntaxProblem

_RANDOM = words(
    "brightness_range channel_shift_range height_shift_range horizontal_flip rotation_range "
    "shear_range vertical_flip width_shift_range zoom_range"
)
"""Arguments by which an `ImageDataGenerator` changes each image at random."""
_FLOWS = frozenset(("flow", "flow_from_dataframe", "flow_from_directory"))


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
