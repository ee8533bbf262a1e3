"""`kspec run`: a script runs as Python runs it, and its models are checked when they are fitted."""

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from kspec.cli.main import main

ODD = """
import sys
print(__name__, __file__, sys.argv, sys.path[0].endswith("scripts"))
def wrong():
    raise ValueError("no such thing")
if "fail" in sys.argv:
    wrong()
if "exit" in sys.argv:
    sys.exit(7)
"""

NETWORK = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(UNITS, "softmax"),
])
model.compile("adam", loss="LOSS")
x = np.zeros((64, 4), "float32")
model.fit(x, np.arange(64) % 2, verbose=0)
print("fitted")
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "odd.py").write_text(ODD)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def kspec_run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "kspec", "run", *words)


@pytest.mark.parametrize("words", [["--flag", "a b"], ["exit"], ["fail"]], ids=" ".join)
def test_a_script_runs_as_python_runs_it(scripts: Path, words: list[str]) -> None:
    expected = run(scripts, "odd.py", *words)
    got = kspec_run(scripts, "odd.py", *words)
    assert got.returncode == expected.returncode
    assert got.stdout == expected.stdout
    notice = "kspec: no model was fitted by Keras, so nothing was checked\n"
    assert got.stderr.removesuffix(notice) == expected.stderr


@pytest.mark.parametrize("words", [["--flag", "a b"], ["exit"], ["fail"]], ids=" ".join)
def test_a_module_runs_as_python_runs_it(scripts: Path, words: list[str]) -> None:
    expected = run(scripts.parent, "-m", "scripts.odd", *words)
    got = kspec_run(scripts.parent, "-m", "scripts.odd", *words)
    assert got.returncode == expected.returncode
    assert got.stdout == expected.stdout
    notice = "kspec: no model was fitted by Keras, so nothing was checked\n"
    of_python = re.sub(r' *File "<frozen runpy>".*\n', "", expected.stderr)
    assert got.stderr.removesuffix(notice) == of_python


@pytest.mark.parametrize("name", ["nothing", "scripts", "scripts.nothing", ".odd", "nothing.odd"])
def test_a_module_that_is_none_is_named(scripts: Path, name: str) -> None:
    got = kspec_run(scripts.parent, "-m", name)
    assert got.returncode == 2
    assert f"Error: No module is called {name!r}" in got.stderr
    assert "Traceback" not in got.stderr


def test_a_script_that_is_not_there_is_named(scripts: Path) -> None:
    got = kspec_run(scripts, "scripts.odd")
    assert got.returncode == 2
    assert "There is no script scripts.odd; -m runs a module by its name." in got.stderr


def test_a_package_runs_by_its_main_module(scripts: Path) -> None:
    (scripts / "__main__.py").write_text(ODD)
    assert kspec_run(scripts.parent, "-m", "scripts", "exit").returncode == 7


def test_a_dry_run_that_meets_no_fit_fails(scripts: Path) -> None:
    got = kspec_run(scripts, "--dry-run", "odd.py")
    assert got.returncode == 2
    assert "nothing was checked" in got.stderr


def test_an_option_behind_the_script_is_told_of(scripts: Path) -> None:
    got = kspec_run(scripts, "odd.py", "--dry-run")
    assert "--dry-run behind the script is its own; for kspec it stands before it" in got.stderr


@pytest.mark.contract
def test_an_error_stops_before_the_first_step(
    scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TensorFlow is loaded in this process already."""
    text = NETWORK.replace("UNITS", "1").replace("LOSS", "binary_crossentropy")
    (scripts / "train.py").write_text(text)
    monkeypatch.chdir(scripts)
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    got = CliRunner().invoke(main, ["run", "train.py"])
    assert got.exit_code == 1
    assert "fitted" not in got.stdout
    shown = """\
     --> train.py:7:27
       |
     7 |     keras.layers.Dense(UNITS, "softmax"),
       |                               ^^^^^^^^^
     8 | ])
     9 | model.compile("adam", loss="binary_crossentropy")
       |                            --------------------- the loss is binary_crossentropy
    """.replace("UNITS", "1")
    for line in dedent(shown).splitlines():
        assert line.replace(" ", "") in got.stderr.replace(" ", "")
    assert "stopped before the first step" in got.stderr
