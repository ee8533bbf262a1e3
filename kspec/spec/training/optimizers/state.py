"""Memory of optimizers for each trainable weight, in copies of it."""

from collections.abc import Mapping

COPIES: Mapping[str, int] = {
    "SGD": 0,
    "Lion": 1,
    "Adagrad": 1,
    "RMSprop": 1,
    **dict.fromkeys(("Adam", "AdamW", "Adamax", "Nadam", "Lamb"), 2),
    **dict.fromkeys(("Adadelta", "Ftrl", "ScheduleFreeAdamW"), 2),
}
"""Copies by class, before its options; those of Adafactor and Muon depend on each
weight's shape.
"""

OPTIONAL = ("momentum", "centered", "amsgrad", "use_ema", "gradient_accumulation_steps")
"""The fields that cost one copy each where they are set."""


def state_copies(optimizer: object) -> int | None:
    """The copies of all trainable weights that it keeps, None where they are not known."""
    inner = getattr(optimizer, "inner_optimizer", None)
    if inner is not None:  # a `LossScaleOptimizer`
        return state_copies(inner)
    copies = COPIES.get(type(optimizer).__name__)
    if copies is None or getattr(optimizer, "is_invalid", False):
        return None
    return copies + sum(bool(getattr(optimizer, name, None)) for name in OPTIONAL)
