"""Checks of a layer class by its code, beside those that run it."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kspec.code.contract.contract import contract_problems
from kspec.code.source import Source
from kspec.named_tuple import NamedTuple
from kspec.outputs.check_layer import Check
from kspec.source.outline import SyntaxProblem

NAMES = "every name in its code is defined"
ABOUT = {
    "undefined_name": NAMES,
    "weights_in_call": "build makes all of its weights",
    "call_without_result": "it builds and gives an output",
    "missing_super_init": "it builds and gives an output",
    "config_misses_argument": "its config comes back as it was",
}
"""The check that each kind of problem in the code belongs to."""


class CheckResult(NamedTuple):
    """Result of a check: its subject, and where it failed the observation, the advice, and the line
    of the class's own code.
    """

    check: str
    failed: str | None = None
    help: str | None = None
    line: int | None = None

    def to_dict(self) -> Check:
        """The result as JSON has it."""
        return {
            "check": self.check,
            "passed": self.failed is None,
            "failed": self.failed,
            "help": self.help,
            "line": self.line,
        }


def code_results(cls: type, results: Sequence[CheckResult]) -> Iterator[CheckResult]:
    """Yield the problems of a class's code that no run of it has met."""
    run = {result.check for result in results}
    lines = {result.line for result in results if result.failed}
    problems = [] if cls.__module__.startswith("keras.") else list(_problems(cls))
    for problem, line in problems:
        check = ABOUT.get(problem.kind)
        if check is not None and check not in run and line not in lines:
            yield CheckResult(check, f"{problem.message} (line {line})", problem.hint, line)
    if all(problem.kind != "undefined_name" for problem, _ in problems):
        yield CheckResult(NAMES)


def _problems(cls: type) -> Iterator[tuple[SyntaxProblem, int]]:
    """The problems in the lines of a class, as far as its file can be read."""
    try:
        file = inspect.getsourcefile(cls)
        text = Path(file or "").read_text(encoding="utf-8")
        source = Source(text)
        lines, first = inspect.getsourcelines(cls)
    except (OSError, SyntaxError, TypeError, ValueError):
        return
    for problem in contract_problems(source):
        line = text.count("\n", 0, problem.span.start) + 1
        if first <= line < first + len(lines):
            yield problem, line


def line_of(cls: Any, methods: tuple[str, ...]) -> int | None:
    """The line of the first of these methods that the class itself has, or of the class."""
    for part in (*(vars(cls).get(name) for name in methods), cls):
        if part is not None and not cls.__module__.startswith("keras."):
            try:
                return inspect.getsourcelines(part)[1]
            except (OSError, TypeError):
                continue
    return None
