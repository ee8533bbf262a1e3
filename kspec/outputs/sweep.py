"""`kspec sweep --output-format json`."""

from typing import Any, Literal, TypedDict


class Trial(TypedDict):
    """Trial of a sweep."""

    number: int
    state: Literal["trained", "pruned", "refused", "broken off", "running"]
    """State; ``refused`` was not trained: lint has an error, or the data does not fit."""
    values: dict[str, Any]
    """Drawn values, by JSON pointer."""
    value: float | None
    """The best value of the metric."""
    reason: str
    """Reason of the refusal."""
    run: str | None
    """Run directory."""


class SweepOutput(TypedDict):
    """All trials of a sweep, in the order in which they were drawn."""

    version: Literal[1]
    metric: str
    direction: Literal["min", "max"]
    trials: list[Trial]
    best: Trial | None
    importances: dict[str, float]
    """Fraction of the differences between trials that each pointer explains; empty for
    few trials.
    """
