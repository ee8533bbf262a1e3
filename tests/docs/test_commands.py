"""Every command and every Python session in README and docs gives what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.shown import ROOT, TRAINED, Block, as_shown, blocks, commands, name_of, pages

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "docs/how-to/data.md",
    "docs/how-to/export.md",
    "docs/how-to/python.md",
    "docs/how-to/run.md",
    "docs/how-to/train.md",
    "docs/tutorial.md",
)
"""Pages of many trainings."""
NEEDS_KERAS = ("kspec.fit", "kspec.build", "kspec train", "kspec run", "kspec export", "keras.")
RUN = {"console", "pycon"}
OF_TENSORFLOW = re.compile(r"(?m)^(?:WARNING: All log messages before absl|[IWE]0000 ).*\n")
"""Notes of TensorFlow on the machine when a script imports it."""


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
def scratch(tmp_path: Path) -> Path:
    """A folder with the examples in it, and `kspec` on the path."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    program = tmp_path / "bin" / "kspec"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kspec "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return tmp_path


@pytest.mark.parametrize("path", runnable())
def test_page_shows_what_happens(path: Path, scratch: Path) -> None:
    shown = blocks(path)
    for block in shown:
        if block.title:
            (scratch / block.title).parent.mkdir(parents=True, exist_ok=True)
            (scratch / block.title).write_text(block.text, "utf-8")
    for block in shown:
        if block.language == "console":
            _run_console(block, scratch)
    sessions = [block.text for block in shown if block.language == "pycon"]
    if sessions:
        (scratch / "session.txt").write_text("\n\n".join(sessions), "utf-8")
        doctest = [sys.executable, "-m", "doctest", "-o", "ELLIPSIS", "session.txt"]
        assert _run(doctest, scratch, stderr=None) == ""


def _run_console(block: Block, folder: Path) -> None:
    for command, expected in commands(block.text):
        real = _run(["sh", "-c", command], folder)
        assert as_shown(expected, real), f"$ {command}\n{real}"


def _run(command: list[str], folder: Path, stderr: int | None = subprocess.STDOUT) -> str:
    """Output of a command."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=stderr,
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
