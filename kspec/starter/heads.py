"""Heads of networks by task: the last layers, their loss, and the metrics."""

from collections.abc import Callable, Mapping
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.starter.facts import Target

CENTRED, WIDE = 1.0, 3.0
"""Targets with a mean and a spread within these need no rescaling."""
CLASSES = 10
"""Assumed where nothing is known."""


class Head(NamedTuple):
    """Units and activation of the last layer, the layers after it, loss and metrics."""

    units: int
    activation: str | None
    loss: str
    metrics: tuple[Any, ...]
    after: tuple[dict[str, Any], ...] = ()

    @property
    def ending(self) -> dict[str, Any]:
        """Units and activation as fields of a layer."""
        return {} if self.activation is None else {"activation": self.activation}


def head(task: str, target: Target) -> Head:
    """The end of a network."""
    return HEADS[task](target)


def _binary(_: Target) -> Head:
    return Head(1, "sigmoid", "binary_crossentropy", ("accuracy", "auc"))


def _classes(target: Target) -> Head:
    loss = "categorical_crossentropy"
    if target.encoding != "one_hot":
        loss = f"sparse_{loss}"
    return Head(target.classes or CLASSES, "softmax", loss, ("accuracy",))


def _labels(target: Target) -> Head:
    auc = {"type": "AUC", "name": "auc", "multi_label": True}
    return Head(target.width, "sigmoid", "binary_crossentropy", ("binary_accuracy", auc))


def _regression(target: Target) -> Head:
    after: tuple[dict[str, Any], ...] = ()
    centred = all(abs(mean) <= CENTRED for mean in target.mean)
    even = all(1 / WIDE <= spread <= WIDE for spread in target.spread)
    if not (centred and even) and all(target.spread):
        scale, offset = _rounded(target.spread), _rounded(target.mean)
        after = ({"type": "Rescaling", "scale": scale, "offset": offset},)
    metrics = ("mean_absolute_error", "r2_score")
    return Head(target.width, None, "mean_squared_error", metrics, after)


def _rounded(values: tuple[float, ...]) -> float | list[float]:
    """Round to four digits, which are enough to bring values near 1; a single number is no list."""
    rounded = [float(f"{value:.4g}") for value in values]
    return rounded if len(rounded) > 1 else rounded[0]


def _ranking(target: Target) -> Head:
    return _regression(target)._replace(metrics=("mean_absolute_error",))


HEADS: Mapping[str, Callable[[Target], Head]] = {
    "binary_classification": _binary,
    "multiclass_classification": _classes,
    "multilabel_classification": _labels,
    "regression": _regression,
    "ranking": _ranking,
    "sequence_labeling": _classes,
    "segmentation": _classes,
}
"""Heads by task; that of an autoencoder reproduces its input."""
