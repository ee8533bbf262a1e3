"""Training job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.executor.run_options import RunOptions
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.analysis.model import Analysis
    from kspec.data.samples import Samples
    from kspec.executor.settings import Settings
    from kspec.spec.model import ModelSpec


class Job(NamedTuple):
    """Training job: an analyzed model, on samples, with settings."""

    analysis: Analysis
    settings: Settings
    train: Samples
    validation: Samples | None
    options: RunOptions = RunOptions()

    @property
    def spec(self) -> ModelSpec:
        """The spec of the model."""
        return self.analysis.known_spec
