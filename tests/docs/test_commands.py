"""Every command and every Python session in README and docs gives what the page shows."""

import doctest
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kspec.cli.main import main
from tests.docs.shown import ROOT, TRAINED, as_shown, blocks, commands, name_of, pages

LONG = (
    "docs/how-to/data.md",
    "docs/how-to/export.md",
    "docs/how-to/python.md",
    "docs/how-to/ray.md",
    "docs/how-to/run.md",
    "docs/how-to/sweep.md",
    "docs/how-to/train.md",
    "docs/tutorial.md",
)
"""Pages of many trainings."""
NEEDS = {
    "docs/how-to/ray.md": "ray",
    "docs/how-to/sweep.md": "optuna",
    "docs/how-to/train.md": "tensorboard",
}
"""Packages that a page needs beside Keras."""
_COMMANDS = ("train", "run", "sweep", "export")
NEEDS_KERAS = ("kspec.fit", "kspec.build", "keras.", *(f"kspec {name}" for name in _COMMANDS))
RUN = {"console", "pycon"}
OF_TENSORFLOW = re.compile(r"(?m)^(?:WARNING: All log messages before absl|[IWE]0000 ).*\n")
"""Notes of TensorFlow on the machine when a script imports it."""
OF_A_PROCESS = re.compile(rf"(?!kspec )|.*[|;>&*$]|kspec (?:{'|'.join(_COMMANDS)})\b")
"""Commands that need a shell, or a process of their own; others run in that of the tests."""


def runnable() -> list[object]:
    """The pages with something to run; those that train are skipped where there is no Keras."""
    found: list[object] = []
    for path in pages():
        run = [block.text for block in blocks(path) if block.language in RUN]
        if run and not name_of(path).startswith(TRAINED):
            trains = any(word in text for text in run for word in NEEDS_KERAS)
            marks = [pytest.mark.contract] * trains + [pytest.mark.slow] * (name_of(path) in LONG)
            found.append(pytest.param(path, id=name_of(path), marks=marks))
    return found


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples in it, and `kspec` on the path."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    program = tmp_path / "bin" / "kspec"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kspec "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.mark.filterwarnings("ignore")  # as in a session of the reader's
@pytest.mark.parametrize("path", runnable())
def test_page_shows_what_happens(path: Path, scratch: Path) -> None:
    if package := NEEDS.get(name_of(path)):
        pytest.importorskip(package, reason=f"{package} is not installed")
    shown = blocks(path)
    for block in shown:
        if block.title:
            (scratch / block.title).parent.mkdir(parents=True, exist_ok=True)
            (scratch / block.title).write_text(block.text, "utf-8")
    for block in shown:
        for command, expected in commands(block.text) if block.language == "console" else ():
            real = output_of(command)
            assert as_shown(expected, real), f"$ {command}\n{real}"
    (scratch / "session.txt").write_text(
        "\n\n".join(block.text for block in shown if block.language == "pycon"), "utf-8"
    )
    assert not doctest.testfile(
        str(scratch / "session.txt"), module_relative=False, optionflags=doctest.ELLIPSIS
    ).failed


def output_of(command: str) -> str:
    """Text that a command prints to a terminal."""
    if not OF_A_PROCESS.match(command):
        return CliRunner().invoke(main, shlex.split(command)[1:], prog_name="kspec").output
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return OF_TENSORFLOW.sub("", done.stdout)


@pytest.mark.parametrize(
    ("expected", "real", "same"),
    [
        ("one\n...\nthree\n", "one\ntwo\ntwo\nthree\n", True),
        ("one\n...\n", "one\ntwo\n", True),
        ("one\ntwo\n", "one\n", False),
        ("", "something\n", False),
        ("o.e\n", "one\n", False),
    ],
)
def test_outputs_are_compared_as_readers_would(expected: str, real: str, *, same: bool) -> None:
    assert as_shown(expected, real) is same


def test_much_is_shown() -> None:
    assert name_of(ROOT / "README.md") in {name_of(path) for path in pages()}
    assert len(runnable()) >= 8
