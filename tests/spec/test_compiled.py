"""The compiled half of pydantic-core is one module, whoever loads it first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = "from kspec.spec import compiled"
FAULTY = """
from kspec.spec.parse import parse
found = len(parse({"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1.5}]}).problems)
""".strip()
THEIRS = "import pydantic, pydantic_core"
HIDDEN = """
import sys
from importlib.machinery import PathFinder
found = PathFinder.find_spec
class Other:
    find_spec = staticmethod(found)
def hide(name, path=None, target=None):
    return None if name.startswith("pydantic_core") else found(name, path, target)
PathFinder.find_spec = hide
sys.meta_path.append(Other)
"""
SAME = """
assert compiled.SchemaValidator is pydantic_core.SchemaValidator
assert compiled.ValidationError is pydantic.ValidationError
class Model(pydantic.BaseModel):
    size: int
try:
    Model(size="many")
except compiled.ValidationError as error:
    print(error.error_count())
"""


def run(script: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_package_is_not_run_even_for_a_spec_with_faults() -> None:
    assert run(f"{FAULTY}; import sys; print(found, 'pydantic_core' in sys.modules)") == "1 False"


@pytest.mark.parametrize("first", [f"{OURS}\n{THEIRS}", f"{THEIRS}\n{OURS}"])
def test_it_is_the_module_that_pydantic_uses(first: str) -> None:
    assert run(first + SAME) == "1"


def test_where_it_cannot_be_found_by_itself_the_package_brings_it() -> None:
    assert run(f"{HIDDEN}\n{OURS}\n{THEIRS}" + SAME) == "1"
