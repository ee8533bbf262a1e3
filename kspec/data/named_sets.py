"""The public facts of data sets with a name, without the sets themselves."""

from collections.abc import Mapping
from typing import Any

from kspec.named_tuple import NamedTuple

Limits = tuple[float, float]


class NamedSet(NamedTuple):
    """Named data set: the number of samples (two where it has a part for tests), the facts of its
    input, and the classes of the target, or its least and greatest number.
    """

    samples: tuple[int, ...]
    shape: tuple[int, ...]
    dtype: str
    limits: Limits
    target: int | Limits
    target_shape: tuple[int, ...] = ()

    @property
    def target_facts(self) -> Mapping[str, Any]:
        """Facts of the target that ``data`` may declare."""
        if isinstance(self.target, tuple):
            numbers: dict[str, Any] = {"target_range": [*self.target]}
            numbers["target_shape"] = [*self.target_shape]
            return {**numbers, "target_encoding": "continuous"}
        facts = {"target_shape": [*self.target_shape], "target_range": [0, self.target - 1]}
        if self.target == 2:  # yes and no
            return {**facts, "target_encoding": "binary"}
        return {**facts, "target_encoding": "integer", "classes": self.target}


PIXELS = (0, 255)
SETS = {
    "keras:mnist": NamedSet((60000, 10000), (28, 28), "uint8", PIXELS, 10),
    "keras:fashion_mnist": NamedSet((60000, 10000), (28, 28), "uint8", PIXELS, 10),
    "keras:cifar10": NamedSet((50000, 10000), (32, 32, 3), "uint8", PIXELS, 10, (1,)),
    "keras:cifar100": NamedSet((50000, 10000), (32, 32, 3), "uint8", PIXELS, 100, (1,)),
    "keras:boston_housing": NamedSet((404, 102), (13,), "float64", (0, 711), (5, 50)),
    "keras:california_housing": NamedSet(
        (16512, 4128), (8,), "float32", (-124.35, 39320), (14999, 500001)
    ),
    "sklearn:iris": NamedSet((150,), (4,), "float64", (0.1, 7.9), 3),
    "sklearn:digits": NamedSet((1797,), (64,), "float64", (0, 16), 10),
    "sklearn:wine": NamedSet((178,), (13,), "float64", (0.13, 1680), 3),
    "sklearn:breast_cancer": NamedSet((569,), (30,), "float64", (0, 4254), 2),
    "sklearn:diabetes": NamedSet(
        (442,), (10,), "float64", (-0.13776722569000302, 0.19878798965729408), (25, 346)
    ),
}
"""Data sets by ``scheme:NAME``, as in a spec."""


def named_set(source: str) -> tuple[NamedSet, int] | None:
    """Named data set, and the number of samples in the part that a source names; None for other
    sources.
    """
    base, _, part = source.partition("/")
    one = SETS.get(base)
    if one is None or part not in {"", "train", "test"}:
        return None
    if part == "test" and len(one.samples) == 1:
        return None
    return one, one.samples[part == "test"]
