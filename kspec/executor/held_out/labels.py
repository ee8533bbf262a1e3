"""Evaluation of independent labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.numbers import percent
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.executor.held_out.held import HeldOutput

MOST = 40
"""More labels than this are no longer read one by one."""


def labels(output: HeldOutput) -> Iterator[str]:
    """A line for each label."""
    true = output.target.reshape(-1, output.width) > 0
    predicted = output.predicted.reshape(-1, output.width) > output.border
    there, chosen, both = true.sum(axis=0), predicted.sum(axis=0), (true & predicted).sum(axis=0)
    rows = [
        [
            output.names[at] if at < len(output.names) else str(at),
            f"{there[at]:,}",
            f"{chosen[at]:,}",
            percent(both[at], there[at]),
            percent(both[at], chosen[at]),
        ]
        for at in np.argsort(-there, kind="stable")[:MOST].tolist()
    ]
    whole = float(np.mean((true == predicted).all(axis=-1)))
    yield "<h2>Labels on what was held out</h2>"
    yield f'<p class="quiet">All labels are right in {whole:.1%} of the samples.'
    yield f"{f' The {MOST} commonest:' if output.width > MOST else ''}</p>"
    heads = ["", "true", "predicted", "of the true, found", "of the predicted, true"]
    yield table(heads, rows)
