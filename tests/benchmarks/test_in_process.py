"""Duration of linting in one process: timed by ``make bench``, and run once by ``make test``."""

import json
import os
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kspec
from kspec.linter.engine import lint_document
from kspec.linter.rules.index import RULES
from kspec.source.parsing import parse_text
from kspec.spec.dialects.keras_writer import spec_config
from kspec.spec.parse import parse

SMALL = Path(__file__).parents[2] / "docs" / "examples" / "digits.json"
APPLICATIONS = os.environ.get("KSPEC_APPLICATIONS")
"""A folder with the JSON of the applications of Keras, which the benchmark writes."""


def deep(layers: int) -> str:
    """A residual network of about so many layers."""
    entries: list[dict[str, object]] = [{"type": "Dense", "units": 8, "name": "d0", "inputs": "x"}]
    for index in range(1, layers // 2):
        skip = f"s{index - 1}" if index > 1 else "d0"
        block = {"type": "Dense", "units": 8, "activation": "relu", "name": f"d{index}"}
        entries.append({**block, "inputs": skip})
        entries.append({"type": "Add", "name": f"s{index}", "inputs": [f"d{index}", skip]})
    return json.dumps({"inputs": {"x": {"shape": [8]}}, "layers": entries})


def files_of_keras() -> dict[str, str]:
    """The applications where they are given, else one network as Keras would write it."""
    if APPLICATIONS:
        found = sorted(Path(APPLICATIONS).glob("*.json"))
        return {path.stem: path.read_text("utf-8") for path in found}
    spec = parse(json.loads(deep(20))).spec
    assert spec is not None
    return {"residual": json.dumps(spec_config(spec))}


FILES = files_of_keras()


def test_a_small_spec(benchmark: BenchmarkFixture) -> None:
    assert benchmark(kspec.lint, SMALL.read_text("utf-8")).ok


@pytest.mark.parametrize("layers", [10, 100, 1_000, 10_000] if APPLICATIONS else [10, 100])
def test_growth(layers: int, benchmark: BenchmarkFixture) -> None:
    assert benchmark(kspec.lint, deep(layers)).ok


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_keras(name: str, benchmark: BenchmarkFixture) -> None:
    assert benchmark(kspec.lint, FILES[name]).ok


def test_every_rule_on_a_file_of_keras(benchmark: BenchmarkFixture) -> None:
    text = FILES.get("ResNet50") or next(iter(FILES.values()))
    linted = benchmark(lambda: lint_document(parse_text(text, "model.json"), RULES))
    assert linted.analysis is not None
