"""How Keras reads ``"accuracy"`` and ``"crossentropy"`` in ``compile``: by the shapes alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


def reading(
    output_shape: Sequence[int | None], target_shape: Sequence[int | None]
) -> Literal["binary", "sparse", "categorical"]:
    """Binary, sparse or categorical; the shapes include the batch
    (`keras.src.trainers.compile_utils`).
    """
    last = output_shape[-1] if output_shape else None
    if last == 1:
        return "binary"
    target_last = target_shape[-1] if target_shape else None
    if len(target_shape) < len(output_shape) or (target_last == 1 and (last is None or last > 1)):
        return "sparse"
    return "categorical"
