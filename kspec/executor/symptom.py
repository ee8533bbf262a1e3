"""What a run shows, as one thing that can be said and kept."""

from __future__ import annotations

from typing import Any, NamedTuple


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

    def to_dict(self) -> dict[str, Any]:
        """The symptom as ``run.json`` keeps it."""
        return self._asdict()
