"""Cost of a clean lint, counted and not timed: imported modules, created classes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from kspec.analysis.model import Analysis, Section
from kspec.linter.rules.entry import rules_to_run
from kspec.linter.selection import DEFAULT
from kspec.spec.layers.core import Dense
from kspec.spec.parse import parse

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "docs" / "examples" / "digits.json"
LISTS = Path(__file__).parent / "cold_start"
"""Imports of each command beside the standard library, a module on each line."""
SCRIPT = """
import json, sys
before = set(sys.modules)
from kspec.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
imported = {name for name in {*sys.modules} - before
    if name.partition(".")[0] not in sys.stdlib_module_names}
from kspec.spec.spec_object import SpecObject
def below(cls):
    return [cls] + [inner for child in cls.__subclasses__() for inner in below(child)]
print("\\n" + json.dumps({"modules": sorted(imported), "classes": len(set(below(SpecObject))),
    "validators": sum("__validator" in vars(cls) for cls in set(below(SpecObject)))}))
"""


def run(folder: Path, *arguments: str) -> dict[str, Any]:
    """Imports and classes of a command, without a settings file nearby, as in a test's folder."""
    shutil.copy(SPEC, folder)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def allowed(command: str) -> set[str]:
    listed = set((LISTS / f"{command}.txt").read_text("utf-8").split())
    if command == "help":
        return listed
    everything = frozenset(get_args(Section)) - {"unadapted"}  # no file tells it
    rules = {entry.module for entry in rules_to_run(DEFAULT.rules, set(), everything)}
    families = {module.rpartition(".")[0] for module in rules}
    return listed | rules | families


def without_parts_of_click(modules: list[str]) -> set[str]:
    return {name for name in modules if not name.startswith("click.")}


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("help", ("--help",)), ("lint", ("lint", SPEC.name)), ("summary", ("summary", SPEC.name))],
)
def test_a_command_imports_exactly_what_it_needs(
    command: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    imported = without_parts_of_click(run(tmp_path, *arguments)["modules"])
    added, gone = sorted(imported - allowed(command)), sorted(allowed(command) - imported)
    message = (
        "Every start pays for each module: import what only some runs need where they need it, "
        f"or change {LISTS.name}/{command}.txt"
    )
    assert (added, gone) == ([], []), message


def test_a_clean_lint_makes_few_classes_and_builds_only_what_the_spec_names(
    tmp_path: Path,
) -> None:
    counted = run(tmp_path, "lint", SPEC.name)
    classes, validators = counted["classes"], counted["validators"]
    named = 6 + 1 + 1 + 1 + 1 + 1  # layers, input, optimizer, loss, metric, callback
    sections = 4  # the spec, compile, data, fit
    assert named <= validators <= named + sections
    assert classes < 90


def test_each_layer_is_called_once() -> None:
    calls: list[str] = []

    class Counted(Dense):
        def call(self, inputs: object, **arguments: object) -> object:
            calls.append("call")
            return super().call(inputs, **arguments)

    reading = parse(
        {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 2, "name": "d"}]}
    )
    assert reading.spec is not None
    node = reading.spec.network.nodes["d"]
    node.layer = Counted(units=2)
    analysis = Analysis(reading)
    assert analysis.places
    assert calls == ["call"]
