"""What a run shows, as one thing that can be said and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kspec.outputs import run as outputs


class Symptom(NamedTuple):
    """One thing that a run shows: code, name, what was seen, and what to try; and where, as far as
    that is known.
    """

    code: str
    name: str
    message: str
    help: str
    epoch: int | None = None
    batch: int | None = None
    layer: str | None = None

    def to_dict(self) -> outputs.Symptom:
        """The symptom as ``run.json`` keeps it."""
        return {
            "code": self.code,
            "name": self.name,
            "message": self.message,
            "help": self.help,
            "epoch": self.epoch,
            "batch": self.batch,
            "layer": self.layer,
        }
