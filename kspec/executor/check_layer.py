"""Whether a layer class keeps Keras's contract: each check tells what it proves, or what to do."""

from __future__ import annotations

import re
import traceback
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import keras
import numpy as np

from kspec.executor.errors import ExecutorError
from kspec.executor.layer_contract import CHECKS, FOLLOWS, NEEDED, Failure, Subject, called
from kspec.executor.layer_cures import cure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kspec.outputs.check_layer import Check

SHAPES = ((8,), (6, 8), (8, 8, 4), (6, 8, 8, 4))
"""The shapes of a sample that are tried, where none is given."""
LONGEST = 200
"""A longer line ends with its first sentence."""
STYLED = re.compile(r"\x1b\[[0-9;]*m")
"""Keras writes some of its messages in bold."""


class CheckResult(NamedTuple):
    """One check: what it is about, and where it failed what was seen and what to do."""

    check: str
    failed: str | None = None
    help: str | None = None

    def to_dict(self) -> Check:
        """The result as JSON has it."""
        return {
            "check": self.check,
            "passed": self.failed is None,
            "failed": self.failed,
            "help": self.help,
        }


def check_layer(cls: Any, config: Mapping[str, Any], *shapes: tuple[int, ...]) -> list[CheckResult]:
    """The results on a layer class made with ``config``, on samples of ``shapes`` (without the
    batch), one for each of its inputs; where there are none, on the first that the layer takes of
    some usual ones.

    What cannot be made or called ends the checks, and what follows from a fault is not looked at.
    Raises `ExecutorError` for what is no layer.
    """
    if not (isinstance(cls, type) and issubclass(cls, keras.layers.Layer)):
        raise ExecutorError(f"{cls!r} is no class derived from keras.layers.Layer.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Keras, on what is checked here
        return _results(cls, config, shapes)


def _results(
    cls: Any, config: Mapping[str, Any], shapes: tuple[tuple[int, ...], ...]
) -> list[CheckResult]:
    results: list[CheckResult] = []
    wrong: set[Callable[[Subject], None]] = set()
    subject = _subject(cls, config, shapes)
    for name, check in CHECKS.items():
        if wrong & NEEDED:
            break
        if wrong & FOLLOWS.get(check, frozenset()):
            continue
        failed = _failure(check, subject)
        if failed is not None:
            wrong.add(check)
        results.append(CheckResult(name) if failed is None else CheckResult(name, *failed))
    return results


def _subject(cls: type, config: Mapping[str, Any], shapes: tuple[tuple[int, ...], ...]) -> Subject:
    tried = [shapes] if shapes else [(one,) * count for count in (1, 2) for one in SHAPES]
    subjects = [Subject(cls, config, [_samples(one) for one in some]) for some in tried]
    return next((subject for subject in subjects if _failure(called, subject) is None), subjects[0])


def _samples(shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(0).normal(size=(3, *shape)).astype("float32")


def _failure(check: Callable[[Subject], None], subject: Subject) -> tuple[str, str] | None:
    try:
        check(subject)
    except Failure as failure:
        return str(failure), failure.help
    except Exception as error:  # noqa: BLE001 - whatever the user's code raises is the finding
        return (
            f"{type(error).__name__}: {_first_line(error)} {_place(error, subject.cls)}",
            cure_of(error),
        )
    return None


def _first_line(error: Exception) -> str:
    said = STYLED.sub("", str(error)).rpartition("Error encountered:")[2]  # of Keras around another
    said = re.sub(r"\{\{.*?\}\} ?| \[Op:.*", "", said)  # of TensorFlow around its own
    lines = [line for line in said.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith("Exception encountered")), "")
    return line if len(line) <= LONGEST else f"{line[: line.find('. ', 40) + 1] or line[:LONGEST]}"


def _place(error: Exception, cls: type) -> str:
    """The line of the user's own file where it was raised."""
    own = [
        (frame.f_code.co_name, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__") == cls.__module__
    ]
    return "(in {}, line {})".format(*own[-1]) if own else ""
