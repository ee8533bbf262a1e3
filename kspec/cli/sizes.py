"""Options for the size of a network, of specs and of programs alike."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kspec.analysis.summary_table import table
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.analysis.memory import Estimate
    from kspec.analysis.summary_table import Summary
    from kspec.outputs.summary import SummaryOutput


class Sizes(NamedTuple):
    """The options of `kspec summary`; ``memory`` in bytes."""

    expand: bool
    receptive_field: bool
    batch_size: int | None
    memory: int | None

    def lines(self, summary: Summary) -> list[str]:
        """The table, and the estimate below it."""
        width = None
        if sys.stdout.isatty():
            from shutil import get_terminal_size

            width = get_terminal_size().columns
        lines = table(
            summary, expand=self.expand, receptive_field=self.receptive_field, width=width
        )
        estimate = self._estimate(summary)
        return lines if estimate is None else [*lines, "", *estimate.lines()]

    def to_dict(self, summary: Summary) -> SummaryOutput:
        """The summary as JSON, with the estimate."""
        output = summary.to_dict()
        estimate = self._estimate(summary)
        if estimate is not None:
            output["estimate"] = estimate.to_dict()
        return output

    def _estimate(self, summary: Summary) -> Estimate | None:
        if self.batch_size is None and self.memory is None:
            return None
        from kspec.analysis.memory import Estimate

        return Estimate(summary, self.batch_size, self.memory)
