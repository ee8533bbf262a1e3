"""The page on what happens inside: every name on it exists, and a rule may ask what it says."""

import re
from importlib import import_module
from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.spec.parse import parse

PAGE = (Path(__file__).parents[2] / "docs" / "internals.md").read_text("utf-8")
SPEC = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1}],
    "compile": {"loss": "mse"},
    "fit": {"epochs": 2},
}


def resolve(name: str) -> object:
    """Object of a dotted name: a module, or its content."""
    module, *rest = name.split(".")
    here: object = import_module(module)
    for part in rest:
        module = f"{module}.{part}"
        here = getattr(here, part) if hasattr(here, part) else import_module(module)
    return here


def test_every_name_exists() -> None:
    names = sorted(set(re.findall(r"`(kspec(?:\.\w+)+)`", PAGE)))
    assert len(names) > 30
    assert [name for name in names if resolve(name) is None] == []


def test_a_rule_may_ask_what_the_page_says_and_all_is_said() -> None:
    _, table = PAGE.split("## What a rule may ask")
    said = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    analysis = Analysis(parse(SPEC))
    assert [name for name in said if not hasattr(analysis, name)] == []
    asked = {name for name in vars(Analysis) if not name.startswith("_")}
    assert asked - said <= {"of", "observing", "keras_config", "flow_of", "stated"}


def test_flows_nodes_and_layers_have_what_the_page_says() -> None:
    analysis = Analysis(parse(SPEC))
    ((flow, node),) = [(flow, node) for flow in analysis.flows for node, _ in flow.of("affine")]
    said = set(re.findall(r"`(flow|node|layer)\.(\w+)", PAGE))
    assert len(said) > 12
    here = {"flow": flow, "node": node, "layer": node.layer}
    assert [name for name in said if not hasattr(here[name[0]], name[1])] == []
