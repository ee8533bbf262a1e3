"""Evaluation of independent labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.numbers import percent
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.executor.held_out.held import Held

MOST = 40
"""More labels than this are no longer read one by one."""


def labels(held: Held) -> Iterator[str]:
    """A line for each label."""
    true = held.target.reshape(-1, held.width) > 0
    given = held.given.reshape(-1, held.width) > held.border
    there, said, both = true.sum(axis=0), given.sum(axis=0), (true & given).sum(axis=0)
    rows = [
        [
            held.names[at] if at < len(held.names) else str(at),
            f"{there[at]:,}",
            f"{said[at]:,}",
            percent(both[at], there[at]),
            percent(both[at], said[at]),
        ]
        for at in np.argsort(-there, kind="stable")[:MOST].tolist()
    ]
    whole = float(np.mean((true == given).all(axis=-1)))
    yield "<h2>Labels on what was held out</h2>"
    yield f'<p class="quiet">All labels are right in {whole:.1%} of the samples.'
    yield f"{f' The {MOST} commonest:' if held.width > MOST else ''}</p>"
    heads = ["", "true", "predicted", "of the true, found", "of the predicted, true"]
    yield table(heads, rows)
