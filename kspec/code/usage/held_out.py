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
                    "augmented_validation",
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
