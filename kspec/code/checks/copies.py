"""Networks whose targets are their inputs, and measures that never find them equal."""

import ast
import math

from kspec.code.checks.samples import plain_name
from kspec.code.data.array import Array, known
from kspec.code.data.literal import plain
from kspec.code.data.shapes import is_column
from kspec.code.data.shares import shares_of
from kspec.code.keras.events import last_compile
from kspec.code.keras.inference import shape_of
from kspec.code.keras.models import ends
from kspec.code.keras.values import Layer, Model, Tensor
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import Call, List

_DISTANCES = words("meansquarederror mse meanabsoluteerror mae huber logcosh")
"""Losses between quantities, as `plain_name` gives them."""
_ACCURACY = frozenset(("acc", "accuracy", "binary_accuracy", "categorical_accuracy"))


def check_copy(reader: Reader, model: Model, call: Call, x: Array | None, y: Array | None) -> None:
    """Report class numbers for a network that gives samples of its input's shape, as a copy is."""
    classes = None if y is None or y.encoding != "integer" else known(y.classes)
    if classes is None or x is None or not x.shape or model.kind == "Own":
        return
    tensor = ends(reader, model)[1]
    layer = tensor.application.layer if isinstance(tensor, Tensor) else None
    units = known(layer.constant("units")) if isinstance(layer, Layer) else None
    if units not in {None, known(x.shape[-1])}:
        return  # without the shapes of all layers
    shape = shape_of(reader, tensor, call.place) if isinstance(tensor, Tensor) else None
    if not isinstance(shape, tuple):
        return
    sizes = [size for size in shape[1:] if isinstance(size, int)]
    is_known = len(sizes) == len(shape) - 1
    if is_known and sizes == [known(size) for size in x.shape[1:]] and math.prod(sizes) > classes:
        message = f"The network gives samples of its input's shape, and the targets are {classes} "
        message += "classes"
        help_ = "An autoencoder is trained on its own input: fit(x, x)."
        place = call.place_of(1, "y")
        reader.log.report("label-encoding-mismatch", message, place, help_)


def check_measure(reader: Reader, model: Model, call: Call, y: Array | None) -> None:
    """Report an accuracy of a network that is trained to give quantities back as they came, or on
    labels beside 0 and 1, which its decisions never equal.
    """
    compiled = last_compile(model)
    metrics = None if compiled is None else compiled.get(3, "metrics")
    if compiled is None or not isinstance(metrics, List):
        return
    x, loss = plain(call.get(0, "x")), plain_name(compiled.get(1, "loss"))
    is_copy = x is plain(call.get(1, "y")) and x is not None
    if is_copy and _are_quantities(y, loss):
        message = "counts equal answers, and the targets are the inputs: quantities"
        help_ = 'Use "mean_absolute_error": it is in the unit of the input.'
    elif y is not None and (label := _softened(y)) is not None and loss == "binarycrossentropy":
        message = "compares 0 or 1 with the label, which they never equal where it is "
        message += f"{label:.2g}: none of these samples ever counts as right"
        help_ = "Keep labels of 0 and 1, and write BinaryCrossentropy(label_smoothing=0.1)."
    else:
        return
    place = compiled.place_of(3, "metrics")
    for number, name in enumerate(metrics.items):
        if isinstance(name, str) and name in _ACCURACY:
            where = place.elts[number] if isinstance(place, ast.List) else place
            reader.log.report("metric-task-mismatch", f"{name} {message}", where, help_)


def _are_quantities(y: Array | None, loss: str) -> bool:
    """Whether values are quantities: by their limits or, where these are not known, by the loss."""
    if y is not None and (y.whole or y.encoding is not None):
        return False
    return loss in _DISTANCES if y is None or y.limits is None else True


def _softened(y: Array) -> float | None:
    """The label that stands for yes, or for no, where it is neither 1 nor 0."""
    several = shares_of(y) or {}
    if not several or len(several) > 2 or not is_column(y.shape or ()):
        return None
    low, high = min(several), max(several)
    return high if 0 < high < 1 else low if 0 < low < high == 1 else None
