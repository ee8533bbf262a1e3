"""`kspec sweep --output-format json`."""

from typing import Any, Literal, TypedDict


class Trial(TypedDict):
    """Trial of a sweep."""

    number: int
    state: Literal["trained", "pruned", "refused", "broken off", "running"]
    """``refused`` was not trained: lint found an error, or the data does not fit."""
    values: dict[str, Any]
    """What was drawn, by JSON pointer."""
    value: float | None
    """The best value of the metric."""
    reason: str
    """Why it was refused."""
    run: str | None
    """Its run directory."""


class SweepOutput(TypedDict):
    """All trials of a sweep, in the order in which they were drawn."""

    version: Literal[1]
    metric: str
    direction: Literal["min", "max"]
    trials: list[Trial]
    best: Trial | None
    importances: dict[str, float]
    """How much of what differs between trials each pointer explains; empty for few trials."""
