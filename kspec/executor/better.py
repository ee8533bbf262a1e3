"""Comparison of two values of a metric: the better of them."""

from kspec.analysis import logs
from kspec.spec.model import ModelSpec
from kspec.spec.registry import METRICS


def direction(spec: ModelSpec | None, name: str) -> str:
    """Direction of improvement, "min" or "max": that of the metric that logs the name, or of
    Keras's metric of that name. A loss is to be minimized.
    """
    known = None if spec is None else logs.direction(spec, name)
    return known or _by_name(name.removeprefix("val_"))


def _by_name(name: str) -> str:
    """A metric of one output of several bears the output's name before its own."""
    while name:
        metric = METRICS.find(METRICS.resolve(name) or "")
        if metric is not None:
            return "max" if getattr(metric, "direction", None) == "up" else "min"
        name = name.partition("_")[2]
    return "min"
