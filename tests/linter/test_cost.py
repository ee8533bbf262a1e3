"""Cost of running the rules, counted and not timed."""

import sys
from types import FrameType
from typing import Any, get_args

import pytest

from kspec.analysis.model import Analysis, Section
from kspec.analysis.observations import Observations
from kspec.linter.engine import check
from kspec.linter.garbage import without_gc
from kspec.linter.rules.entry import rules_to_run
from kspec.linter.rules.index import RULES
from kspec.linter.selection import DEFAULT
from kspec.spec.parse import parse

LAYERS_OF_A_BLOCK = 4


def residual(blocks: int) -> dict[str, object]:
    """A network of images with so many blocks of four layers."""
    layers: list[dict[str, object]] = [{**CONVOLUTION, "name": "s0", "inputs": "x"}]
    for index in range(blocks):
        norm, relu, conv = f"n{index}", f"r{index}", f"c{index}"
        layers += [
            {"type": "BatchNormalization", "name": norm, "inputs": f"s{index}"},
            {"type": "ReLU", "name": relu, "inputs": norm},
            {**CONVOLUTION, "name": conv, "inputs": relu},
            {"type": "Add", "name": f"s{index + 1}", "inputs": [f"s{index}", conv]},
        ]
    return {"inputs": {"x": {"shape": [32, 32, 3]}}, "layers": layers}


CONVOLUTION = {"type": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "same"}


def calls_to_ask(spec: dict[str, object]) -> int:
    analysis = Analysis(parse(spec))
    called = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal called
        del frame, argument
        called += event == "call"

    with without_gc():  # what the garbage of other tests calls when it goes is none of these
        sys.setprofile(count)
        try:
            found = list(check(analysis, DEFAULT.rules))
        finally:
            sys.setprofile(None)
    assert found == []
    return called


def test_a_further_layer_costs_few_calls() -> None:
    list(check(Analysis(parse(residual(1))), DEFAULT.rules))  # imports the rules
    few, many = calls_to_ask(residual(10)), calls_to_ask(residual(30))
    assert (many - few) / (20 * LAYERS_OF_A_BLOCK) < 12


SECTIONS: dict[Section, dict[str, Any]] = {
    "compile": {"compile": {"loss": "mse"}},
    "fit": {"fit": {"epochs": 2}},
    "callbacks": {"fit": {"callbacks": [{"type": "TerminateOnNaN"}]}},
    "data": {"data": {"samples": 10}},
    "observed": {"data": {"samples": 10}},
    "unadapted": {},
}


@pytest.mark.parametrize("section", get_args(Section))
def test_a_rule_is_asked_only_where_there_is_the_section_that_it_needs(section: Section) -> None:
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    names = frozenset({"dense"} if section == "unadapted" else ())
    without = Analysis(parse(spec))
    there = Analysis(parse({**spec, **SECTIONS[section]}), unadapted=names)
    if section == "observed":
        there = there.observing(Observations({}, {}, {}, {}))
    assert section in there.sections
    assert without.sections == frozenset()
    needing = [entry for entry in RULES if entry.needs == (section,)]
    assert needing
    assert rules_to_run(needing, set(), without.sections) == []
    assert rules_to_run(needing, set(), there.sections) == needing


def test_a_loss_is_enough_to_need_no_look_at_the_layers() -> None:
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    model = Analysis(parse({**spec, "compile": {"loss": "mse"}, "fit": {"epochs": 2}}))
    list(check(model, [entry for entry in RULES if entry.name == "no-loss"]))
    assert "places" not in vars(model)
