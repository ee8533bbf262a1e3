"""Linting leaves no reference cycles, so that nothing is lost without the garbage collector."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

import kspec
from kspec.linter.garbage import kept_to_the_end, without_gc

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_what_linting_leaves_does_not_grow_with_the_network() -> None:
    layers = [{"type": "Dense", "units": 8} for _ in range(200)]
    spec = {"inputs": {"shape": [8]}, "layers": layers, "compile": {"loss": "mse"}}
    kspec.lint(spec)
    gc.collect()
    with without_gc():
        assert kspec.lint(spec).ok
        assert gc.collect() < len(layers)


@without_gc()
def fail() -> None:
    assert not gc.isenabled()
    raise ZeroDivisionError


@pytest.mark.parametrize("switch", [gc.enable, gc.disable])
def test_the_collector_is_left_as_it_was(switch: Callable[[], None]) -> None:
    try:
        switch()
        before = gc.isenabled()
        with pytest.raises(ZeroDivisionError):
            fail()
        assert gc.isenabled() is before
        kspec.lint(EXAMPLES / "digits.json")
        assert gc.isenabled() is before
    finally:
        gc.enable()


def test_what_stays_to_the_end_is_no_more_looked_at() -> None:
    gc.unfreeze()
    try:
        with pytest.raises(ZeroDivisionError), kept_to_the_end():
            fail()
        assert gc.get_freeze_count() > 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
