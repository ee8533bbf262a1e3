"""What a clean lint costs, counted and not timed: the modules it imports, the classes it makes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.spec.layers.core import Dense
from kspec.spec.parse import parse

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "docs" / "examples" / "digits.json"
SCRIPT = """
import json, sys
from kspec.cli.main import main
try:
    main(["lint", sys.argv[1]])
except SystemExit as end:
    assert not end.code, end.code
from kspec.spec.described import Described
def below(cls):
    return [cls] + [inner for child in cls.__subclasses__() for inner in below(child)]
print(json.dumps({"modules": sorted(sys.modules), "classes": len(set(below(Described))),
    "validators": sum("_validator" in vars(cls) for cls in set(below(Described)))}))
"""
HEAVY = (
    "keras",
    "tensorflow",
    "numpy",
    "pydantic",
    "yaml",
    "tomllib",
    "difflib",
    "zipfile",
    "multiprocessing",
    "concurrent.futures",
    "importlib.metadata",
    "kspec.report.block",
    "kspec.report.excerpt",
    "kspec.report.json",
    "kspec.lint.fixes",
    "kspec.spec.wording",
    "kspec.spec.suggest",
    "kspec.source.json_scanner",
    "kspec.spec.dialects.keras_config",
    "kspec.spec.schema",
    "kspec.executor",
    "kspec.data",
)


def clean_lint(folder: Path) -> dict[str, object]:
    """Where no settings file is near, as in the folder of a test."""
    spec = shutil.copy(SPEC, folder)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(spec)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_a_clean_lint_imports_nothing_that_only_findings_need(tmp_path: Path) -> None:
    modules = clean_lint(tmp_path)["modules"]
    assert isinstance(modules, list)
    assert [name for name in HEAVY if name in modules] == []
    assert "kspec.lint.engine" in modules


def test_a_clean_lint_makes_few_classes_and_builds_only_what_the_spec_names(
    tmp_path: Path,
) -> None:
    counted = clean_lint(tmp_path)
    classes, validators = counted["classes"], counted["validators"]
    assert isinstance(classes, int)
    assert isinstance(validators, int)
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
