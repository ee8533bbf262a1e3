"""Observations of data: plain values, which `kspec.data` computes and rules query."""

from collections.abc import Mapping
from typing import Any

from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path


class NonFinite(NamedTuple):
    """First value that is not finite, and the number of such values."""

    value: str
    """``NaN`` or ``infinite``."""
    row: int
    place: tuple[int, ...]
    """Index within the sample; empty for a sample of one value."""
    total: int
    rows: int

    @property
    def where(self) -> str:
        """The place in words."""
        if not self.place:
            return f"row {self.row}"
        place = f"column {self.place[0]}" if len(self.place) == 1 else f"at {list(self.place)}"
        return f"row {self.row}, {place}"


class ArrayFacts(NamedTuple):
    """Facts of an array; samples are its first axis.

    ``dtype`` is numpy's name, ``string`` for texts, ``object`` for other objects. Ranges are of the
    finite values, None where there are none.
    """

    samples: int
    shape: tuple[int, ...]
    """The shape of one sample."""
    dtype: str
    low: float | None = None
    high: float | None = None
    low_row: int = 0
    high_row: int = 0
    whole: bool = False
    """Whether all values are integers."""
    typical: float | None = None
    """The root mean square of the feature where it is the largest."""
    stray: NonFinite | None = None
    constants: tuple[int, ...] = ()
    """The features, counted through the sample, that have one value in all samples."""
    counts: Mapping[float, int] | None = None
    """Number of occurrences of each value, or of each class of one-hot rows; None where there are
    many.
    """
    rows: str | None = None
    """Encoding ``one_hot`` or ``multi_hot`` of samples of several values that are all 0 and 1, for
    ``one_hot`` also along the last axis alone.
    """
    noisy: bool = False
    """Whether all values are 0 or 1 with noise on them, as for the critic of a GAN."""
    grouped: bool = False
    """Whether the samples are sorted: by their one value, or class after class."""
    fixed_width: bool = False
    """Whether the array holds texts in numpy's own dtype (`<U5`), which Keras's `fit` refuses."""
    only: str | None = None
    """The text that all samples hold; None where they differ, or hold numbers."""

    @property
    def numeric(self) -> bool:
        """Whether the array holds numbers that Keras takes."""
        return self.dtype not in {"string", "object"} and not self.dtype.startswith("complex")


class Contradiction(NamedTuple):
    """A fact that the spec declares and the arrays deny."""

    fact: str
    end: str
    path: Path
    declared: str
    observed: str


FEW = 2
"""Number of samples that two parts may share by chance."""
SHARE = 0.01
TIMES = 3
"""Factor by which a sample has to be shared more often than samples are repeated anyway."""


class Overlap(NamedTuple):
    """Samples that are held out, for validation or for the test, and are in another part as
    well.
    """

    shared: int
    held_out: int
    first: tuple[int, int]
    """Row of the first shared sample in the held-out part, and in the other part."""
    repeated: float
    """The share of the samples of the other part that occur in it before."""

    @property
    def is_leak(self) -> bool:
        """Whether more samples are shared than samples of this kind are equal by chance."""
        share = self.shared / self.held_out
        return self.shared >= FEW and share >= max(SHARE, TIMES * self.repeated)


class Answer(NamedTuple):
    """A column of an input that is the target itself, in all samples."""

    input: str
    column: int
    target: str


class Observations(NamedTuple):
    """Observations of all arrays, by the names of inputs and outputs."""

    inputs: Mapping[str, ArrayFacts]
    targets: Mapping[str, ArrayFacts]
    validation_inputs: Mapping[str, ArrayFacts]
    validation_targets: Mapping[str, ArrayFacts]
    facts: Mapping[str, Mapping[str, Any]] = {}
    """Values for each fact of ``data`` by the arrays, by the names of inputs or outputs."""
    contradictions: tuple[Contradiction, ...] = ()
    overlap: Overlap | None = None
    unpaired: tuple[str, ...] = ()
    """Sentences on arrays that cannot be given to the network's inputs or outputs."""
    split: float | None = None
    """Fraction that Keras itself holds out: the last samples in their order."""
    adapts: bool = False
    """Whether kspec gives the data the network's shapes and encodings before it trains."""
    weighted: bool = False
    """Whether samples have weights."""
    handed: bool = False
    """Whether Keras's own `fit` gets these very arrays."""
    test_overlap: Overlap | None = None
    """Samples of the test that are trained on."""
    test_validated: Overlap | None = None
    """Samples of the test that are validated on."""
    answers: tuple[Answer, ...] = ()
    """Targets that are among the inputs."""
    of_source: bool = False
    """Whether the arrays come from the source that the document names."""

    @property
    def samples(self) -> int:
        """The samples of the largest array that is trained on."""
        arrays = (*self.inputs.values(), *self.targets.values())
        return max((values.samples for values in arrays), default=0)

    def names_of(self, fact: str) -> tuple[str, ...]:
        """The names of the inputs, or of the outputs, that a fact is about."""
        return tuple(self.inputs if fact.startswith("input") else self.targets)
