"""Cells of a table as numbers, however they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kspec.data.array import Array
    from kspec.data.layout import Block

PORTION = 1 << 20
"""Number of cells that are parsed at once."""


class MixedError(Exception):
    """A block that may hold numbers or texts holds texts after numbers; ``at`` is its index."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def as_numbers(cells: Array, block: Block) -> Array:
    """Convert numbers to the smallest dtype that is equal for a network."""
    if block.texts is None or block.whole:
        whole = np.isfinite(cells).all() and np.array_equal(cells, np.round(cells))
        cells = cells.astype(np.int64) if whole else cells
    elif np.isfinite(cells).all() and np.abs(cells).max() <= np.finfo(np.float32).max:
        cells = cells.astype(np.float32)
    return cells[:, 0] if len(block.names) == 1 and block.narrow else cells
