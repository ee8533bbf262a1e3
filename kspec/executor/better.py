"""Which of two values of a metric is the better one."""

from __future__ import annotations

from kspec.spec.registry import METRICS


def direction(name: str) -> str:
    """Which way is better, "min" or "max", where Keras's metric says it; a loss is better when it
    is smaller. A metric of one output of several bears its name before.
    """
    name = name.removeprefix("val_")
    while name:
        found = METRICS.find(METRICS.resolve(name) or "")
        if found is not None:
            return "max" if getattr(found, "direction", None) == "up" else "min"
        name = name.partition("_")[2]
    return "min"
