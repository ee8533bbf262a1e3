"""Inputs of the fuzzer, over a thousand, the same ones every day."""

import random

import pytest

from tests.fuzz.holds import lint_holds, program_holds, settings_hold
from tests.fuzz.inputs import draw, models
from tests.fuzz.programs import changed_script
from tests.fuzz.settings_text import draw_settings
from tests.seeded import seeded


@pytest.fixture(params=range(3))
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Generator that gives the same inputs every day."""
    return seeded(request.param)


def test_no_input_breaks_the_linter(rng: random.Random) -> None:
    seeds = models()
    for _ in range(150):
        lint_holds(draw(rng, seeds))


def test_no_settings_break_the_linter(rng: random.Random) -> None:
    for _ in range(150):
        settings_hold(draw_settings(rng))


def test_no_script_breaks_the_linter(rng: random.Random) -> None:
    for _ in range(100):
        program_holds(changed_script(rng))
