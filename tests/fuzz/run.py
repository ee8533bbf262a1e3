"""Long fuzzing: `python -m tests.fuzz.run INPUTS SEED [FOLDER...]` from the checkout.

Mutates the models of the folders (default: the good fixtures and the corpus), lints, sizes and
reports each, and gives some to the command line under random options and settings. Prints every
kind of crash once with the input that makes it, the slowest inputs, and exits with 1 where
anything crashed or took more than a second of the processor (what else the machine does is no
matter), twice in a row.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.command_line import Call, call_holds, draw_call
from tests.fuzz.holds import lint_holds, settings_hold
from tests.fuzz.inputs import Input, draw, models
from tests.fuzz.settings_text import draw_settings

HANG = 1.0
WARM_UP = 200
"""Inputs tried before time is taken: the first ones import the rules and the layers."""


class Tried(NamedTuple):
    """An input, what was done with it, and how many seconds that took."""

    seconds: float
    number: int
    kind: str
    what: str | Input | Call


def main(count: int, seed: str, folders: list[Path]) -> int:
    """Run the inputs; returns the exit code."""
    seeds = models(*folders)
    crashes: dict[str, Tried] = {}
    slowest: list[Tried] = []
    done: dict[str, int] = {}
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        for number in range(-WARM_UP, count):
            one = _try(random.Random(f"{seed}/{number}"), seeds, number, crashes)  # noqa: S311 - no secret
            if number >= 0:
                done[one.kind] = done.get(one.kind, 0) + 1
                slowest = sorted([*slowest, one], key=lambda tried: -tried.seconds)[:3]
            if number % 50_000 == 0:
                _say(f"at {number}: {len(crashes)} kinds of crash")
        os.chdir("/")
    _report(crashes, slowest)
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(done.items()))
    took = time.perf_counter() - began
    _say(f"{count} inputs of seed {seed} in {took:.0f} s ({kinds}): {len(crashes)} kinds of crash")
    return int(bool(crashes) or slowest[0].seconds > HANG)


def _try(rng: random.Random, seeds: list[object], number: int, crashes: dict[str, Tried]) -> Tried:
    share = rng.random()
    what: str | Input | Call = draw_settings(rng) if share < 0.05 else draw(rng, seeds)
    kind = "settings" if share < 0.05 else "models"
    if isinstance(what, Input) and share < 0.12:
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
    sys.exit(main(int(sys.argv[1]), sys.argv[2], [Path(name) for name in sys.argv[3:]]))
