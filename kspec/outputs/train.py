"""`kspec train --output-format json`."""

from kspec.outputs.run import Ended


class TrainOutput(Ended):
    """Result of a run, as `kspec train --output-format json` writes it."""

    run: str
    """The run directory."""
