"""Fuzzing guided by coverage: `python -m tests.fuzz.guided [libFuzzer's options] [CORPUS]`.

Needs Atheris (`pip install atheris`). Keeps inputs that reach new code and mutates those, half of
the time byte by byte and half as trees; `-runs=100000 -seed=7 -timeout=2` bounds a run.
"""

import copy
import importlib
import json
import pkgutil
import sys
from typing import Any

import atheris  # type: ignore[import-untyped]

from tests.seeded import seeded

FLOORS = ("source", "spec", "analysis", "lint", "report")

with atheris.instrument_imports(include=["kspec"]):
    for floor in FLOORS:
        package = importlib.import_module(f"kspec.{floor}")
        for module in pkgutil.walk_packages(package.__path__, f"kspec.{floor}."):
            importlib.import_module(module.name)
    from tests.fuzz.holds import lint_holds, settings_hold
    from tests.fuzz.inputs import CHANGES, Input, models, place, written

NAMES = ("fuzz.json", "fuzz.jsonc", "fuzz.yaml", "fuzz.keras", "fuzz", "kspec.toml")
"""The first byte of an input chooses what the rest of it is."""
MAX_SIZE = 20_000


def try_one(data: bytes) -> None:
    """Run one input of libFuzzer: the name by the first byte, and the content after it."""
    if not data:
        return
    name, content = NAMES[data[0] % len(NAMES)], data[1:]
    if name == "kspec.toml":
        settings_hold(content.decode("utf-8", "replace"))
    else:
        lint_holds(Input(name, content))


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change a tree where there is one, or else bytes; sometimes start from a real model."""
    rng = seeded(seed)
    if rng.random() < 0.5:
        changed: bytes = atheris.Mutate(data, max_size)
        return changed
    try:
        tree: list[Any] = [json.loads(data[1:])]
    except (ValueError, RecursionError):
        tree = [copy.deepcopy(rng.choice(SEEDS))] if rng.random() < 0.1 else []
    if not tree:
        fallback: bytes = atheris.Mutate(data, max_size)
        return fallback
    for _ in range(rng.randrange(1, 4)):
        rng.choice(CHANGES)(rng, *place(rng, tree))
    first = bytes([rng.choice((0, 1, 2))])
    return (first + written(tree[0] if tree else None))[:max_size]


SEEDS = models()

if __name__ == "__main__":
    atheris.Setup(
        [sys.argv[0], f"-max_len={MAX_SIZE}", *sys.argv[1:]], try_one, custom_mutator=mutate
    )
    atheris.Fuzz()
