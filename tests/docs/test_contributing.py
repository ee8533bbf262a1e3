"""The examples of CONTRIBUTING.md run: its layer computes what the real one does."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from kspec.spec.layers import base, core, layer_facts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def run_example(title: str, names: dict[str, Any]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", section(title), re.DOTALL)
    exec(compile(code, "CONTRIBUTING.md", "exec"), names)  # noqa: S102 - our own page


def test_the_front_end_finds_the_fault(capsys: pytest.CaptureFixture[str]) -> None:
    run_example("Add a front end that lints a text", {})
    assert capsys.readouterr().out == '1 KS101 Keras has no layer "Dens"\n'


def test_the_command_counts_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"click": click, "Path": Path}
    run_example("Add a command", names)
    done = CliRunner().invoke(names["command"], ["docs/examples/digits.json"])
    assert (done.exit_code, done.stdout) == (0, "7 layers\n")


def test_the_layer_computes_shapes_and_weights_of_the_real_one() -> None:
    names = {**vars(base), **vars(layer_facts), **vars(core)}
    run_example("Add a layer", names)
    layer, dense = names["Dense"](units=3), core.Dense(units=3)
    assert type(layer) is not core.Dense
    assert layer.compute_output_shape((None, 4)) == dense.compute_output_shape((None, 4))
    assert list(layer.variables((None, 4))) == list(dense.variables((None, 4)))


def test_the_facts_are_what_layers_have() -> None:
    cells = re.findall(r"^\| (`.*?) \|", section("Add a layer"), re.MULTILINE)
    facts = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert len(facts) == 9
    assert [name for name in facts if not hasattr(base.Layer, name)] == []
