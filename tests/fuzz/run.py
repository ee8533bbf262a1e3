"""Long fuzzing: `python -m tests.fuzz.run INPUTS SEED [FOLDER]` from the checkout.

Mutates the models of FOLDER (default: the good fixtures). Prints every kind of crash once with the
input that makes it, the slowest inputs, and exits with 1 where anything crashed or hung.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.holds import lint_holds, settings_hold
from tests.fuzz.inputs import GOOD, Input, draw, models
from tests.fuzz.settings_text import draw_settings

HANG = 1.0
SETTINGS_SHARE = 0.05


def main(count: int, seed: int, folder: Path) -> int:
    """Run the inputs; returns the exit code."""
    seeds = models(folder)
    crashes: dict[str, tuple[int, Input]] = {}
    slow: list[tuple[float, int, Input]] = []
    began = time.perf_counter()
    for number in range(count):
        given, seconds = _try(random.Random(f"{seed}/{number}"), seeds, number, crashes)  # noqa: S311 - no secret
        slow = sorted([*slow, (seconds, number, given)], key=lambda one: -one[0])[:3]
    for cause, (number, given) in crashes.items():
        _say(f"CRASH at input {number} ({given.name}): {cause}\n  {given.data[:3000]!r}")
    took = time.perf_counter() - began
    _say(f"{count} inputs of seed {seed} in {took:.0f} s: {len(crashes)} kinds of crash")
    for seconds, number, given in slow:
        _say(f"  slowest: {seconds:.3f} s, input {number} ({given.name}, {len(given.data)} bytes)")
    return int(bool(crashes) or slow[0][0] > HANG)


def _try(
    rng: random.Random, seeds: list[object], number: int, crashes: dict[str, tuple[int, Input]]
) -> tuple[Input, float]:
    as_settings = rng.random() < SETTINGS_SHARE
    if as_settings:
        given = Input("kspec.toml", draw_settings(rng).encode("utf-8", "surrogatepass"))
    else:
        given = draw(rng, seeds)
    start = time.perf_counter()
    try:
        if as_settings:
            settings_hold(given.data.decode("utf-8", "surrogatepass"))
        else:
            lint_holds(given)
    except Exception as error:  # noqa: BLE001 - to find them is what this is for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        cause = f"{type(error).__name__} in {frame.filename}:{frame.lineno}: {str(error)[:200]}"
        crashes.setdefault(cause, (number, given))
    return given, time.perf_counter() - start


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    chosen = Path(sys.argv[3]) if len(sys.argv) > 3 else GOOD
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), chosen))
