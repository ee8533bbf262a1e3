"""An estimate of the memory that training takes, and of the largest batch that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kspec.analysis.summary_table import size_text
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.summary_table import Summary
    from kspec.outputs.summary import FitEstimate

KEPT_ACTIVATIONS = 2
"""The activations for the backward pass, and their gradients."""

UNITS = {"": 1, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,9})?) ?(?:([kmgt])(i?)b?|b?)", re.IGNORECASE)


def read_size(text: str) -> int | None:
    """Bytes of a size such as ``8GiB``, ``8G`` (binary as well) or ``500MB`` (decimal), None for
    another text.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        return None
    number, unit, binary = match.groups()
    if unit is None:
        return int(float(number))
    is_decimal = not binary and text.strip()[-1] in "bB"
    return int(float(number) * (1000 if is_decimal else 1024) ** UNITS[unit.lower()])


class Estimate(NamedTuple):
    """Memory of a training: ``fixed`` for any batch, and ``sample`` for each sample of it."""

    summary: Summary
    batch_size: int | None
    memory: int | None

    @property
    def fixed(self) -> int | None:
        """Weights, gradients and optimizer state, this where it is known."""
        weights, gradients = self.summary.weight_bytes, self.summary.trainable_bytes
        if weights is None or gradients is None:
            return None
        return weights + gradients + (self.summary.optimizer_bytes or 0)

    @property
    def sample(self) -> int | None:
        """Activation memory of a sample, in bytes."""
        size = self.summary.activation_bytes
        return None if size is None else KEPT_ACTIVATIONS * size

    @property
    def batch(self) -> int | None:
        """Memory for the requested batch, in bytes."""
        if self.batch_size is None or self.fixed is None or self.sample is None:
            return None
        return self.fixed + self.batch_size * self.sample

    @property
    def largest(self) -> int | None:
        """Largest batch that fits into the requested memory."""
        if self.memory is None or self.fixed is None or not self.sample:
            return None
        return max(0, (self.memory - self.fixed) // self.sample)

    def to_dict(self) -> FitEstimate:
        """The estimate as the JSON summary has it."""
        return {
            "fixed_bytes": self.fixed,
            "sample_bytes": self.sample,
            "batch_size": self.batch_size,
            "batch_bytes": self.batch,
            "memory_bytes": self.memory,
            "largest_batch_size": self.largest,
        }

    def lines(self) -> Iterator[str]:
        """The estimate for people."""
        summary = self.summary
        optimizer = summary.optimizer_bytes
        state = "not counted (not known)" if optimizer is None else size_text(optimizer)
        yield "Memory of training (an estimate)"
        yield f"Weights           {size_text(summary.weight_bytes)}"
        yield f"Gradients         {size_text(summary.trainable_bytes)}"
        yield f"Optimizer state   {state}"
        yield f"Each sample       {size_text(self.sample)} ({KEPT_ACTIVATIONS} x its activations)"
        if self.batch_size is not None:
            least = "at least " if optimizer is None and self.batch is not None else ""
            size = f"{least}{size_text(self.batch)}{self._fit_text()}"
            yield f"{f'Batch of {self.batch_size:,}':<16}  {size}"
        if self.memory is not None:
            yield f"Largest batch     {self._largest_text()} in {size_text(self.memory)}"
        yield "The framework, its workspaces and fragments come on top; leave room for them."

    def _fit_text(self) -> str:
        """Whether the batch fits, where that is known."""
        if self.batch is None or self.memory is None:
            return ""
        if self.batch > self.memory:
            return " (does not fit)"
        return "" if self.summary.optimizer_bytes is None else " (fits)"

    def _largest_text(self) -> str:
        if self.largest is None:
            return "unknown"
        if not self.largest:
            return "none: not one sample fits"
        at_most = "at most " if self.summary.optimizer_bytes is None else ""
        return f"{at_most}{self.largest:,}"
