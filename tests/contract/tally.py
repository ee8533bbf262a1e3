"""The table of a comparison with Keras: how many cases of each class, and how many disagree.

A plugin of pytest (``-p tests.contract.tally``), which also adds up what several processes count.
"""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Word = Callable[..., str | None]

TRIED: Counter[str] = Counter()
DISAGREED: Counter[str] = Counter()


def tallied(word: Word) -> Word:
    """The same function, its cases counted by the class that is its first argument."""

    @wraps(word)
    def counting(name: str, *args: Any, **kwargs: Any) -> str | None:
        found = word(name, *args, **kwargs)
        TRIED[name] += 1
        DISAGREED[name] += found is not None
        return found

    return counting


def table() -> list[str]:
    """A line for each class, and one for all of them."""
    rows = [(name, TRIED[name], DISAGREED[name]) for name in sorted(TRIED)]
    rows.append((f"{len(rows)} classes", TRIED.total(), DISAGREED.total()))
    width = max(len(name) for name, _, _ in rows)
    head = f"{'class':<{width}}  {'cases':>8}  {'disagree':>8}"
    return [head, *(f"{name:<{width}}  {tried:>8}  {bad:>8}" for name, tried, bad in rows)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of several hands its counts to the one that started it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["tally"] = [dict(TRIED), dict(DISAGREED)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add the counts of a process of xdist that has ended."""
    tried, disagreed = node.workeroutput["tally"]
    TRIED.update(tried)
    DISAGREED.update(disagreed)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table behind the results."""
    if TRIED:
        terminalreporter.section("kspec and Keras, by class")
        terminalreporter.write_line("\n".join(table()))
