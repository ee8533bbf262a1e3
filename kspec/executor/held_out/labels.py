"""How well a network tells several independent labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    rows = []
    for at in range(held.width):
        said, there = given[:, at], true[:, at]
        both = int((said & there).sum())
        name = held.names[at] if at < len(held.names) else str(at)
        counts = [f"{int(there.sum()):,}", f"{int(said.sum()):,}"]
        rows.append([name, *counts, _share(both, there.sum()), _share(both, said.sum())])
    rows.sort(key=lambda row: -int(row[1].replace(",", "")))
    whole = float(np.mean((true == given).all(axis=-1)))
    yield "<h2>Labels on what was held out</h2>"
    yield f'<p class="quiet">All labels are right in {whole:.1%} of the samples.'
    yield f"{f' The {MOST} commonest:' if len(rows) > MOST else ''}</p>"
    heads = ["", "true", "predicted", "of the true, found", "of the predicted, true"]
    yield table(heads, rows[:MOST])


def _share(part: int, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else "-"
