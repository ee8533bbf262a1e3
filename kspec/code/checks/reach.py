"""Targets of a fit that the last activation of a model cannot give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.checks.arrays import data_of
from kspec.code.keras.events import losses_of
from kspec.code.keras.models import ends
from kspec.code.keras.values import Described, Layer, Tensor

if TYPE_CHECKING:
    from kspec.code.keras.values import Model
    from kspec.code.reader import Reader
    from kspec.code.values import Call

_NEVER_NEGATIVE = frozenset(("relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "softplus"))
_OWN = {"ReLU": "relu", "Softmax": "softmax"}


def check_reach(reader: Reader, model: Model, call: Call) -> None:
    """Report targets with a mean of 0, of which some are negative, where the head never is."""
    targets = data_of(call).targets.values()
    if not targets or model.kind == "Own" or not _with_loss_of_keras(model):
        return
    tensor = ends(reader, model)[1]
    layer = tensor.application.layer if isinstance(tensor, Tensor) else None
    if not isinstance(layer, Layer) or not any(one.signed for one in targets):
        return
    named = layer.constant("activation", default=_OWN.get(layer.name))
    activation = str(getattr(named, "name", named)).rpartition(".")[2]
    if activation not in _NEVER_NEGATIVE:
        return
    message = f"{activation} gives no value below 0, and the targets have a mean of 0"
    field = layer.fields.get("activation")
    place = layer.place if field is None else field.place
    help_ = "Use no activation, or scale the targets to its range."
    if place is not None:
        reader.log.report("output-range", message, place, help_)


def _with_loss_of_keras(model: Model) -> bool:
    """Whether every loss that the model was compiled with is one of Keras by its name."""
    losses = losses_of(model)
    return bool(losses) and all(isinstance(one, str | Described) for one in losses)
