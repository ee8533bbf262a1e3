"""Long fuzzing: `python -m tests.fuzz.run INPUTS SEED [PROCESSES [FOLDER...]]` from the checkout.

Mutates the models of the folders (default: the good fixtures and the corpus) and scripts, lints,
sizes and reports each, and gives some to the command line under random options and settings.
Prints every kind of crash once with the input that makes it, the slowest inputs, and exits with 1
where anything crashed or took more than a second of the processor (what else the machine does is
no matter), twice in a row.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzz.command_line import Call, call_holds, draw_call
from tests.fuzz.holds import lint_holds, program_holds, settings_hold
from tests.fuzz.inputs import Input, draw, models
from tests.fuzz.programs import changed_script
from tests.fuzz.settings_text import draw_settings
from tests.seeded import seeded

if TYPE_CHECKING:
    import random

HANG = 1.0
WARM_UP = 200
"""Inputs that a process tries before time is taken: the first import the rules and the layers."""
PROGRAM = "fuzz.py"
PART = 10_000
"""Inputs that a process tries in a row."""


class Tried(NamedTuple):
    """An input, what was done with it, and how many seconds that took."""

    seconds: float
    number: int
    kind: str
    what: str | Input | Call


class Result(NamedTuple):
    """Result of some inputs: a crash of each kind, the slowest, and the number of each kind."""

    crashes: dict[str, Tried]
    slowest: list[Tried]
    done: Counter[str]

    def __or__(self, other: Result) -> Result:
        slowest = sorted([*self.slowest, *other.slowest], key=lambda tried: -tried.seconds)
        return Result(other.crashes | self.crashes, slowest[:3], self.done + other.done)


def main(count: int, seed: str, processes: int, folders: list[Path]) -> int:
    """Run the inputs; returns the exit code."""
    parts = [range(start, min(start + PART, count)) for start in range(0, count, PART)]
    result = Result({}, [], Counter())
    began = time.perf_counter()
    with Pool(processes, _begin, (models(*folders),)) as pool:
        for one in pool.imap_unordered(partial(_part, seed), parts):
            result |= one
            tried = result.done.total()
            if tried % (5 * PART) == 0:
                _say(f"at {tried}: {len(result.crashes)} kinds of crash")
    _report(result.crashes, result.slowest)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(result.done.items()))
    took = time.perf_counter() - began
    crashes = len(result.crashes)
    _say(f"{count} inputs of seed {seed} in {took:.0f} s ({kinds}): {crashes} kinds of crash")
    return int(bool(crashes) or result.slowest[0].seconds > HANG)


SEEDS: list[Any] = []


def _begin(seeds: list[Any]) -> None:
    """Set up a process: it works in a folder of its own."""
    os.chdir(tempfile.mkdtemp())
    SEEDS.extend(seeds)


@cache
def _warm(seed: str) -> None:
    """Try some inputs once in a process."""
    for number in range(-WARM_UP, 0):
        _try(seeded(f"{seed}/{number}"), SEEDS, number, {})


def _part(seed: str, numbers: range) -> Result:
    _warm(seed)
    crashes: dict[str, Tried] = {}
    tried = [_try(seeded(f"{seed}/{number}"), SEEDS, number, crashes) for number in numbers]
    slowest = sorted(tried, key=lambda one: -one.seconds)[:3]
    return Result(crashes, slowest, Counter(one.kind for one in tried))


def _try(rng: random.Random, seeds: list[object], number: int, crashes: dict[str, Tried]) -> Tried:
    share = rng.random()
    what: str | Input | Call = draw_settings(rng) if share < 0.05 else draw(rng, seeds)
    kind = "settings" if share < 0.05 else "models"
    if share > 0.8:
        what, kind = Input(PROGRAM, changed_script(rng).encode()), "scripts"
    elif isinstance(what, Input) and share < 0.12:
        what, kind = draw_call(rng, what), "command lines"
    start = time.process_time()
    try:
        _hold(what)
        if time.process_time() - start > HANG:  # something may have been done for the first time
            start = time.process_time()
            _hold(what)
    except Exception as error:  # noqa: BLE001 - to find them is what this is for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        cause = f"{type(error).__name__} in {frame.filename}:{frame.lineno}: {str(error)[:200]}"
        one = Tried(time.process_time() - start, number, kind, what)
        if crashes.setdefault(cause, one) is one:
            _say(f"CRASH {cause}")
    return Tried(time.process_time() - start, number, kind, what)


def _hold(what: str | Input | Call) -> None:
    if isinstance(what, str):
        settings_hold(what)
    elif isinstance(what, Input) and what.name == PROGRAM:
        program_holds(what.data.decode())
    elif isinstance(what, Input):
        lint_holds(what)
    else:
        call_holds(what, Path())


def _report(crashes: dict[str, Tried], slowest: list[Tried]) -> None:
    for cause, one in crashes.items():
        _say(f"CRASH at input {one.number}: {cause}\n  {str(one.what)[:4000]}")
    for one in slowest:
        _say(f"slowest: {one.seconds:.3f} s, input {one.number}: {str(one.what)[:500]}")


def _say(line: str) -> None:
    sys.stdout.write(line.encode("ascii", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    COUNT, SEED, *REST = sys.argv[1:]
    PROCESSES, *FOLDERS = REST or ["1"]
    sys.exit(main(int(COUNT), SEED, int(PROCESSES), [Path(name) for name in FOLDERS]))
