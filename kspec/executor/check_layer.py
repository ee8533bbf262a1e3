"""Checks of a layer class against Keras's contract: each has a description of its subject, and
advice.
"""

import re
import traceback
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from kspec.executor.backends.current import current
from kspec.executor.errors import ExecutorError
from kspec.executor.layer_code import CheckResult, code_results, line_of
from kspec.executor.layer_contract import (
    CHECKS,
    COMPILED,
    FOLLOWS,
    MADE_AND_CALLED,
    METHODS,
    NEEDED,
    Failure,
    Subject,
    called,
)

SHAPES = ((8,), (6, 8), (8, 8, 4), (6, 8, 8, 4))
"""The shapes of a sample that are tried, where none is given."""
LONGEST = 200
"""A longer line ends with its first sentence."""
STYLED = re.compile(r"\x1b\[[0-9;]*m")
"""Keras writes some of its messages in bold."""
WITHOUT_VALUES = (
    "Compute with keras.ops in call: while a model is made and compiled there are no values, which "
    "numpy and Python's own if and for would need."
)
SIZES = (
    "The shapes do not go together: a kernel of a dense layer is (shape[-1], units) by the shape "
    "that build takes. --shape gives the layer samples of the shape that it wants."
)
CURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...] = (
    (
        (NameError, ImportError),
        "",
        "The name is not defined there: import its module, or pass what is missing as argument.",
    ),
    (AttributeError, "no setter", "Keras keeps something under this name itself: take another."),
    (Exception, "[Ss]ymbolic|numpy|_error_repr", WITHOUT_VALUES),
    (AttributeError, "", "Set the attribute in __init__ or build before it is used."),
    (
        TypeError,
        "positional argument",
        "build takes the shape of its input, and call the input: def build(self, shape).",
    ),
    (
        TypeError,
        "required argument",
        "Give every argument of call but the inputs a default: def call(self, x, mask=None).",
    ),
    (
        Exception,
        "already built",
        "Make every weight in build (self.add_weight); call is run again and again.",
    ),
    (Exception, "incompatible|unpack|must be equal|[Dd]imension|reshape", SIZES),
    (RuntimeError, "super", "Let __init__ begin with super().__init__(**kwargs)."),
)
"""Kinds of errors, patterns of their messages, and the advice; the first match applies."""


def check_layer(cls: Any, config: Mapping[str, Any], *shapes: tuple[int, ...]) -> list[CheckResult]:
    """The results on a layer class made with ``config``, on samples of ``shapes`` (without the
    batch), one for each of its inputs; where there are none, on the first that the layer takes of
    some usual ones.

    All checks run that a fault leaves possible, except those that it would fail as well. Methods
    that cannot be run are checked in the code. Raises `ExecutorError` for a value that is no layer.
    """
    if not (isinstance(cls, type) and issubclass(cls, keras.layers.Layer)):
        raise ExecutorError(f"{cls!r} is no class derived from keras.layers.Layer.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warnings of Keras on what the checks report
        return _results(cls, config, shapes)


def _results(
    cls: Any, config: Mapping[str, Any], shapes: tuple[tuple[int, ...], ...]
) -> list[CheckResult]:
    results: list[CheckResult] = []
    wrong: set[Callable[[Subject], None]] = set()
    subject = _subject(cls, config, shapes)
    for name, check in CHECKS.items():
        needed = NEEDED.get(check, MADE_AND_CALLED)
        if wrong & (needed | FOLLOWS.get(check, frozenset())):
            continue
        if check in COMPILED and not current().compiles:
            continue
        failed = _failure(check, subject)
        if failed is not None:
            wrong.add(check)
        results.append(CheckResult(name) if failed is None else CheckResult(name, *failed))
    return [*results, *code_results(cls, results)]


def _subject(cls: type, config: Mapping[str, Any], shapes: tuple[tuple[int, ...], ...]) -> Subject:
    tried = [shapes] if shapes else [(one,) * count for count in (1, 2) for one in SHAPES]
    subjects = [Subject(cls, config, [_samples(one) for one in shapes]) for shapes in tried]
    return next((subject for subject in subjects if _failure(called, subject) is None), subjects[0])


def _samples(shape: tuple[int, ...]) -> Any:
    return np.random.default_rng(0).normal(size=(3, *shape)).astype("float32")


def _failure(
    check: Callable[[Subject], None], subject: Subject
) -> tuple[str, str, int | None] | None:
    """Run a check; its failure as message, advice and line, or None."""
    try:
        check(subject)
    except Failure as failure:
        methods = METHODS.get(check, ("call",))
        return str(failure), failure.help, line_of(subject.cls, methods)
    except Exception as error:  # noqa: BLE001 - whatever the user's code raises is the finding
        place, line = _place(error, subject.cls)
        text = f"{type(error).__name__}: {_first_line(error)} {place}".rstrip()
        return text, _cure_of(error), line
    return None


def _first_line(error: Exception) -> str:
    text = STYLED.sub("", str(error)).rpartition("Error encountered:")[
        2
    ]  # Keras's note around another message
    text = re.sub(r"\{\{.*?\}\} ?| \[Op:.*", "", text)  # TensorFlow's note around its own message
    lines = [line for line in text.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith("Exception encountered")), "")
    return line if len(line) <= LONGEST else f"{line[: line.find('. ', 40) + 1] or line[:LONGEST]}"


def _place(error: Exception, cls: type) -> tuple[str, int | None]:
    """Place in the user's own file where an error was raised, in words and as a line."""
    own = [
        (frame.f_code.co_name, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__") == cls.__module__
    ]
    return ("(in {}, line {})".format(*own[-1]), own[-1][1]) if own else ("", None)


def _cure_of(error: Exception) -> str:
    """Advice for an error, in a sentence."""
    for kind, pattern, cure in CURES:
        if isinstance(error, kind) and re.search(pattern, str(error)):
            return cure
    return "Mend this first: everything else builds on it."
