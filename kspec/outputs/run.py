"""``run.json`` of a run directory."""

from typing import Literal, NotRequired, TypedDict

from kspec.outputs.numbers import Number


class Symptom(TypedDict):
    """Symptom of a run."""

    code: str
    name: str
    message: str
    """Observation."""
    help: str
    """Advice."""
    epoch: int | None
    """Epoch, from 1; null where it is unknown."""
    batch: int | None
    layer: str | None


class Ended(TypedDict):
    """Result of a run."""

    version: Literal[1]
    state: Literal["done", "interrupted", "failed"]
    """State: interrupted by a signal, for `--resume`; failed where a number was no longer finite.
    """
    ended: str
    """Reason of the end, in words."""
    epochs: int
    """Whole epochs that were trained."""
    best_epoch: int | None
    """Best epoch, from 1; null where no value was finite."""
    diagnosis: list[Symptom]
    test: dict[str, Number] | None
    """Loss and metrics of the best epoch on the test samples; null where there are none."""
    best: dict[str, Number] | None
    """The values of the best epoch."""


class Finished(Ended):
    """A run that has ended."""

    classes: dict[str, list[str]]
    """Texts of the class numbers, by output."""


class Running(TypedDict):
    """Run without an end, or whose process is gone."""

    version: Literal[1]
    state: Literal["running"]
    pid: NotRequired[int]
    host: NotRequired[str]


RunOutput = Finished | Running
"""Content of ``run.json``: the result of a run, or that of one without an end."""
