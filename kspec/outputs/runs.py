"""`kspec runs --output-format json`."""

from typing import Any, Literal, NotRequired, TypedDict

from kspec.outputs.numbers import Number
from kspec.outputs.run import Symptom


class Kept(TypedDict):
    """Content of ``run.json`` of a run, as far as the run has ended."""

    version: NotRequired[int]
    state: str
    """State of ``run.json``, or ``broken off``: its process is gone."""
    ended: NotRequired[str]
    epochs: NotRequired[int]
    best_epoch: NotRequired[int | None]
    diagnosis: NotRequired[list[Symptom]]
    test: NotRequired[dict[str, Number] | None]
    best: NotRequired[dict[str, Number] | None]
    classes: NotRequired[dict[str, list[str]]]


class StoredRun(Kept):
    """Run: the content of its ``run.json``, and the values by epoch."""

    path: str
    """The run directory."""
    started: str | None
    """The time, in ISO 8601."""
    history: list[dict[str, Number]]
    """``epoch``, from 1, and the values by name."""


class RunsOutput(TypedDict):
    """Runs, and their differences, as `kspec runs --output-format json` writes them."""

    version: Literal[1]
    runs: list[StoredRun]
    differences: dict[str, list[Any]]
    """Settings by their path in the spec, with a value for each run; null where a run has none."""
