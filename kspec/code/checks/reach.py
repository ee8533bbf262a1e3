"""Targets of a fit that the last activation of a model cannot give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.checks.samples import plain_name
from kspec.code.data.array import equal, shown
from kspec.code.keras.events import last_compile, losses_of
from kspec.code.keras.inference import shape_of
from kspec.code.keras.models import ends
from kspec.code.keras.values import Described, Layer, Model, Tensor
from kspec.spec.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kspec.code.data.array import Array
    from kspec.code.reader import Reader
    from kspec.code.values import Place, Value

_NEVER_NEGATIVE = frozenset(("relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "softplus"))
_WITHIN_ONE = frozenset(("hard_tanh", "softsign", "tanh"))
_OWN = {
    "ReLU": "relu",
    "Softmax": "softmax",
    **dict.fromkeys(("GRU", "LSTM", "SimpleRNN"), "tanh"),
}
"""Activations of layers that do not name them."""
_ROWS = frozenset(("multi_hot", "one_hot"))
_PASSING = frozenset(("Dropout", "Flatten", "Permute", "RepeatVector", "Reshape"))
_WRAPPERS = frozenset(("Bidirectional", "TimeDistributed"))


def check_reach(reader: Reader, model: Model, targets: Iterable[Array]) -> None:
    """Report standardized targets, some of which are negative or beyond 1, where the head gives
    none of these.
    """
    losses = losses_of(model)
    of_keras = losses and all(isinstance(one, str | Described) for one in losses)
    if model.kind == "Own" or not of_keras or not any(one.signed for one in targets):
        return
    layer = _last(reader, model)
    if layer is None:
        return
    named = layer.constant("activation", default=_OWN.get(layer.name))
    activation = str(getattr(named, "name", named)).rpartition(".")[2]
    if activation in _NEVER_NEGATIVE:
        message = f"{activation} gives no value below 0, and the targets have a mean of 0"
    elif activation in _WITHIN_ONE:
        message = f"{activation} stays between -1 and 1, and the targets reach beyond"
    else:
        return
    field = layer.fields.get("activation")
    place = layer.place if field is None else field.place
    help_ = "Use no activation, or scale the targets to its range."
    if place is not None:
        reader.log.report("output-range", message, place, help_)


def check_rows_of_classes(reader: Reader, model: Model, y: Array | None) -> None:
    """Report targets with a value for each unit of the head, where only the code knows that the two
    sizes are one: for a loss of class numbers, or at more steps than the head gives.
    """
    call = last_compile(model)
    if call is None or y is None or not y.shape:
        return
    loss = plain_name(call.get(1, "loss"))
    layer = _last(reader, model) if loss.endswith("categoricalcrossentropy") else None
    units = None if layer is None else layer.constant("units")
    if layer is None or not isinstance(units, Unknown) or equal(units, y.shape[-1]) is not True:
        return
    shape = shape_of(reader, ends(reader, model)[1], call.place)
    if not isinstance(shape, tuple) or len(shape) < 2 or not isinstance(shape[-1], Unknown):
        return
    if loss.startswith("sparse") and len(shape) == len(y.shape) and y.encoding not in _ROWS:
        message = "The loss takes class numbers, and each target is a row with a value for each "
        message += "class"
        help_ = 'Write "categorical_crossentropy", or make class numbers of the targets.'
        place = call.place_of(1, "loss")
        reader.log.report("label-encoding-mismatch", message, place, help_)
    elif len(y.shape) == len(shape) + 1 and layer.place is not None:
        message = f"The head gives {shown(shape[1:])} for a sample, and a target is "
        message += f"{shown(y.shape[1:])}: a row for each step"
        help_ = "Keep the steps: return_sequences=True, and no pooling or Flatten before the head."
        reader.log.report("head-rank-mismatch", message, layer.place, help_)


def check_fractions(reader: Reader, model: Model, y: Array | None, place: Place) -> None:
    """Report labels of several classes that a scaler made fractions of, for a loss that takes the
    whole part of each.
    """
    call, limits = last_compile(model), None if y is None else y.limits
    if call is None or y is None or limits is None or y.whole or not y.scaled:
        return
    loss = plain_name(call.get(1, "loss"))
    layer = _last(reader, model) if loss == "sparsecategoricalcrossentropy" else None
    units = None if layer is None else layer.constant("units")
    if limits[:2] == (0, 1) and isinstance(units, int) and units > 2:
        message = "The labels were scaled to values from 0 to 1, and the loss takes the whole part "
        message += "of each: all but the greatest are class 0"
        help_ = "Scale the columns of the inputs only, and keep the numbers of the classes."
        reader.log.report("label-out-of-range", message, place, help_)


def _last(reader: Reader, model: Model) -> Layer | None:
    """The layer that fixes the range of a model's outputs, also in a network or a wrapper."""
    output: Value = ends(reader, model)[1]
    while isinstance(output, Tensor):
        layer: Value = output.application.layer
        if isinstance(layer, Model):
            output = ends(reader, layer)[1]
        elif isinstance(layer, Layer) and layer.name in _PASSING:
            output = next(iter(output.application.args), None)
        else:
            is_sum = (
                isinstance(layer, Layer) and layer.constant("merge_mode", default=None) == "sum"
            )
            while isinstance(layer, Layer) and layer.name in _WRAPPERS and not is_sum:
                layer = layer.constant("layer")
            return layer if isinstance(layer, Layer) else None
    return None
