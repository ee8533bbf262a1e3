"""The cost of a hostile input grows with its size: counted in calls, and not timed."""

import cProfile
from collections.abc import Callable

import pytest

from kspec.linter.garbage import without_gc
from kspec.spec.suggest import COMPARED, Nearest
from tests.safety.growth import commented, lint, misspelt, of_another_rank, silencing, stack

CASES = {
    "ranks": (of_another_rank, "model.json"),
    "references": (misspelt, "model.json"),
    "keys that silence": (silencing, "model.json"),
    "comments that silence": (commented, "model.jsonc"),
    "comments in YAML": (
        lambda count: (
            b"inputs: {shape: [4]}\nlayers:\n"
            + b"- {type: Dense, units: 0} # kspec: ignore[KS201] why\n" * count
        ),
        "model.yaml",
    ),
    "fixes": (lambda count: stack(count, activation="rellu"), "model.json"),
}


def calls(data: bytes, name: str) -> int:
    """Number of function calls, those of C included, and of steps of generators."""
    profile = cProfile.Profile()
    with without_gc(), profile:
        assert lint(data, name)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("make", "name"), CASES.values(), ids=CASES)
def test_four_times_the_input_costs_four_times_the_calls(
    make: Callable[[int], bytes], name: str
) -> None:
    lint(make(2), name)  # imports the rules
    few, many = calls(make(75), name), calls(make(300), name)
    assert many / few < 4.5


def test_names_are_compared_for_the_first_misspelt_ones_only() -> None:
    known = [f"layer_{number}" for number in range(1000)]
    near = Nearest(known)
    meant = [near.of(f"leyar_{number}") for number in range(1000)]
    assert all(meant[: COMPARED // 1000])
    assert not any(meant[COMPARED // 1000 :])
    assert near.of("LAYER_7") == "layer_7"
    known.append("another")
    assert near.of("Another") == "another"
