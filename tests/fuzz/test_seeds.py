"""A few thousand of the fuzzer's inputs, every day the same."""

import random

import pytest

from tests.fuzz.holds import lint_holds, program_holds, settings_hold
from tests.fuzz.inputs import draw, models
from tests.fuzz.programs import changed_script, scripts
from tests.fuzz.settings_text import draw_settings

SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_input_breaks_the_linter(seed: int) -> None:
    rng, seeds = random.Random(seed), models()  # noqa: S311 - no secret
    for _ in range(150):
        lint_holds(draw(rng, seeds))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_settings_break_the_linter(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(150):
        settings_hold(draw_settings(rng))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_script_breaks_the_linter(seed: int) -> None:
    rng, seeds = random.Random(seed), scripts()  # noqa: S311 - no secret
    for _ in range(100):
        program_holds(changed_script(rng, seeds))
