"""`kspec train --output-format json`."""

from __future__ import annotations

from kspec.outputs.run import Ended


class TrainOutput(Ended):
    """How a run ended, as `kspec train --output-format json` writes it."""

    run: str
    """The run directory."""
