"""Tables of right and wrong answers: a confusion matrix of classes, or a line for each label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kspec.executor.numbers import percent
from kspec.executor.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.data.array import Array
    from kspec.executor.held_out.held import Classes, HeldOutput

MOST_CLASSES = 30
"""Number of classes above which a matrix is unreadable: then the most frequent mistakes are listed.
"""
MOST_PAIRS = 15
MOST_LABELS = 40
"""More labels than this are no longer read one by one."""
RIGHT, WRONG = "37,99,235", "234,88,12"
"""Colors of right and wrong predictions, deeper for larger numbers."""


def confusion(classes: Classes, names: Sequence[str], place: str | None) -> Iterator[str]:
    """Yield a confusion matrix; a list for many classes. ``place`` names the subject of an answer
    where that is no sample.
    """
    matrix = np.zeros((classes.size, classes.size), dtype=np.int64)
    np.add.at(matrix, (classes.true, classes.predicted), 1)
    labels = [names[at] if at < len(names) else str(at) for at in range(classes.size)]
    yield "<h2>Confusion on what was held out</h2>"
    if classes.size > MOST_CLASSES:
        yield from _commonest(matrix, labels)
        return
    counted = f" {place.capitalize()}s are counted." if place else ""
    yield f'<p class="quiet">A row for each true class, a column for each predicted one.{counted}'
    yield f"</p>{_matrix(matrix, labels, with_overlap=place is not None)}"


def _matrix(matrix: Array, labels: Sequence[str], *, with_overlap: bool) -> str:
    totals, right = matrix.sum(axis=1), matrix.diagonal()

    def style(row: int, column: int) -> str:
        if not 0 < column <= len(labels) or not totals[row]:
            return ""
        share = matrix[row, column - 1] / totals[row]
        color = RIGHT if column - 1 == row else WRONG
        return f"background:rgba({color},{0.75 * share:.2f})" if share else "color:var(--faint)"

    heads = ["", *labels, "right", *(["overlap"] if with_overlap else [])]
    shares = [map(percent, right, totals)]
    if with_overlap:
        shares.append(map(percent, right, totals + matrix.sum(axis=0) - right))
    lines = zip(labels, matrix, zip(*shares, strict=True), strict=True)
    rows = [[label, *(f"{count:,}" for count in line), *share] for label, line, share in lines]
    return table(heads, rows, style)


def _commonest(matrix: Array, labels: Sequence[str]) -> Iterator[str]:
    totals, wrong = matrix.sum(axis=1), matrix * (1 - np.eye(len(labels), dtype=np.int64))
    order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_PAIRS]
    pairs = [divmod(int(at), len(labels)) for at in order if wrong.flat[at]]
    share = matrix.diagonal().sum() / max(matrix.sum(), 1)
    yield f'<p class="quiet">{share:.1%} of {matrix.sum():,} are right; most often wrong:</p>'
    rows = [
        [labels[true], labels[predicted], f"{wrong[true, predicted]:,} of {totals[true]:,}"]
        for true, predicted in pairs
    ]
    yield table(["true", "predicted", "samples"], rows)


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
        for at in np.argsort(-there, kind="stable")[:MOST_LABELS].tolist()
    ]
    whole = float(np.mean((true == predicted).all(axis=-1)))
    yield "<h2>Labels on what was held out</h2>"
    yield f'<p class="quiet">All labels are right in {whole:.1%} of the samples.'
    yield f"{f' The {MOST_LABELS} commonest:' if output.width > MOST_LABELS else ''}</p>"
    heads = ["", "true", "predicted", "of the true, found", "of the predicted, true"]
    yield table(heads, rows)
