"""Listener to a training: nobody, or the command line."""

from collections.abc import Mapping


class Listener:
    """Hears nothing; `kspec train` has one that prints."""

    def note(self, text: str) -> None:
        """A decision that was made for the user, in one sentence."""

    def epoch(self, number: int, values: Mapping[str, float], *, best: bool, of: int) -> None:
        """An epoch (counted from 1) of at most ``of`` has ended with these values."""

    def stops(self) -> bool:
        """Whether the training is to end after the last reported epoch."""
        return False

    def batch(self, epoch: int, number: int, of: int) -> None:
        """Report batches of an epoch as done (all counted from 1)."""


SILENT = Listener()
