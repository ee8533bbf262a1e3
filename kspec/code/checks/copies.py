"""Networks whose targets are their inputs: autoencoders."""

import ast
import math

from kspec.code.data.array import Array, known
from kspec.code.data.literal import plain
from kspec.code.keras.events import compiles_of
from kspec.code.keras.inference import shape_of
from kspec.code.keras.models import ends
from kspec.code.keras.values import Layer, Model, Tensor
from kspec.code.reader import Reader
from kspec.code.values import Call, List

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
    if (*sizes,) == x.shape[1:] and len(sizes) == len(shape) - 1 and math.prod(sizes) > classes:
        message = f"The network gives samples of its input's shape, and the targets are {classes} "
        message += "classes"
        help_ = "An autoencoder is trained on its own input: fit(x, x)."
        place = call.place_of(1, "y")
        reader.log.report("label-encoding-mismatch", message, place, help_)


def check_measure(reader: Reader, model: Model, call: Call, y: Array | None) -> None:
    """Report an accuracy of a network that is trained to give quantities back as they came."""
    if y is None or plain(call.get(0, "x")) is not plain(call.get(1, "y")):
        return
    quantities = y.limits is not None and not y.whole and y.encoding is None
    compiles = compiles_of(model)
    compiled = compiles[-1] if compiles else None
    metrics = None if compiled is None else compiled.get(3, "metrics")
    if not quantities or compiled is None or not isinstance(metrics, List):
        return
    place = compiled.place_of(3, "metrics")
    for number, name in enumerate(metrics.items):
        if isinstance(name, str) and name in _ACCURACY:
            message = f"{name} counts equal answers, and the targets are the inputs: quantities"
            help_ = 'Use "mean_absolute_error": it is in the unit of the input.'
            where = place.elts[number] if isinstance(place, ast.List) else place
            reader.log.report("metric-task-mismatch", message, where, help_)
