"""Sizes of first networks, and their number of epochs: by the number of samples."""

from kspec.named_tuple import NamedTuple


class Size(NamedTuple):
    """Widths of the dense layers and of those for images and sequences, and training settings."""

    hidden: tuple[int, ...]
    filters: int
    units: int
    dropout: float
    batch: int
    epochs: int
    patience: int
    rate: float


SIZES = (
    (300, Size((32,), 8, 16, 0.1, 16, 200, 20, 3e-3)),
    (3_000, Size((64, 32), 16, 32, 0.2, 32, 100, 10, 2e-3)),
    (30_000, Size((128, 64), 32, 64, 0.2, 64, 60, 6, 1e-3)),
    (300_000, Size((256, 128), 32, 64, 0.2, 256, 40, 5, 1e-3)),
)
"""Sizes by the number of samples, below which each holds."""
LARGEST = Size((256, 128, 64), 64, 128, 0.1, 512, 30, 3, 1e-3)
UNKNOWN = 10_000
"""Number of samples that is assumed where it is unknown."""


def size_for(samples: int | None) -> Size:
    """The sizes that suit a number of samples."""
    count = UNKNOWN if samples is None else samples
    return next((size for below, size in SIZES if count < below), LARGEST)
