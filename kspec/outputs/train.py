"""`kspec train --output-format json`."""

from kspec.outputs.run import Ended


class TrainOutput(Ended):
    """How a run ended, as `kspec train --output-format json` writes it."""

    run: str
    """The run directory."""
