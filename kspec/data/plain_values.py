"""Facts of an array's first values without numpy, for `kspec lint`.

A part of the data gives a lower bound of its range. It is kept only where that is far from the
scale of weights, or where a target leaves the numbers from 0 to 1: all findings on these hold for
any wider range too.
"""

from collections import Counter
from collections.abc import Sequence
from math import isfinite, sqrt

from kspec.analysis.observations import ArrayFacts

FAR = 50
"""Range up to which wider values could have another meaning: classes, tokens, normal numbers."""
MOST_CLASSES = 1000
MOST_COLUMNS = 2000


def plain_values(
    numbers: Sequence[float],
    sample: tuple[int, ...],
    dtype: str,
    *,
    samples: int,
    whole_array: bool,
    target: bool,
) -> ArrayFacts:
    """Facts of an array of ``samples`` samples that starts with ``numbers``, which are all of it
    where ``whole_array`` is true; their range only where that of the rest cannot change a finding.
    """
    finite = [number for number in numbers if isfinite(number)]
    if not finite:
        return unread_values(sample, dtype, samples)
    low, high = min(finite), max(finite)
    values = ArrayFacts(
        samples, sample, dtype, whole=all(number == int(number) for number in finite)
    )
    complete = whole_array and len(finite) == len(numbers)
    if not complete and not (low < 0 or high > 1 if target else max(-low, high) > FAR):
        return values
    if not complete and low == high:
        return values
    values = values._replace(low=float(low), high=float(high), typical=_typical(numbers, sample))
    return _labelled(values, numbers) if complete and target else values


def unread_values(sample: tuple[int, ...], dtype: str, samples: int) -> ArrayFacts:
    """Facts of an array whose values were not read: empty counts leave its encoding open."""
    return ArrayFacts(samples, sample, dtype, whole=dtype.startswith(("int", "uint")), counts={})


def _typical(numbers: Sequence[float], sample: tuple[int, ...]) -> float | None:
    """The root mean square of the column where it is the largest."""
    width = sample[-1] if len(sample) == 1 else 1
    if width > MOST_COLUMNS:
        return None
    columns = ([x for x in numbers[start::width] if isfinite(x)] for start in range(width))
    return max(sqrt(sum(x * x for x in one) / len(one)) for one in columns if one)


def _labelled(values: ArrayFacts, numbers: Sequence[float]) -> ArrayFacts:
    """Values of a target with the number of occurrences of each, or of each class of one-hot
    rows.
    """
    width = values.shape[-1] if values.shape else 1
    if width == 1:
        counts = Counter(map(float, numbers))
        return values._replace(counts=counts if len(counts) <= MOST_CLASSES else None)
    rows = [numbers[start : start + width] for start in range(0, len(numbers), width)]
    if not all(number in {0, 1} for number in numbers):
        return values
    if all(sum(row) == 1 for row in rows):
        return values._replace(rows="one_hot", counts=Counter(float(row.index(1)) for row in rows))
    crowded = len(values.shape) == 1 and any(sum(row) > 1 for row in rows)
    return values._replace(rows="multi_hot") if crowded else values
