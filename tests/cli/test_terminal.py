"""Colours, links and encodings."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from kspec.cli.terminal import options_for, use_colour
from kspec.report.options import plain
from tests.cli.conftest import Folder, spec

ROOT = Path(__file__).parents[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "choice", "on_terminal", "in_pipe"),
    [
        ({}, "auto", True, False),
        ({"NO_COLOR": "1"}, "auto", False, False),
        ({"NO_COLOR": ""}, "auto", True, False),
        ({"FORCE_COLOR": "1"}, "auto", True, True),
        ({"FORCE_COLOR": "0"}, "auto", True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False, False),
        ({"NO_COLOR": "1"}, "always", True, True),
        ({"FORCE_COLOR": "1"}, "never", False, False),
        ({"TERM": "dumb"}, "auto", False, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    choice: str,
    *,
    on_terminal: bool,
    in_pipe: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert use_colour(Terminal(), choice) is on_terminal
    assert use_colour(io.StringIO(), choice) is in_pipe


def test_links_only_on_a_coloured_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    options = options_for(Terminal(), "auto")
    assert options.links
    assert options.width == 60
    assert not options_for(Terminal(), "never").links
    assert options_for(io.StringIO(), "auto").paint is plain
    monkeypatch.setenv("CI", "true")
    assert not options_for(Terminal(), "auto").links


def test_what_the_encoding_lacks_is_written_as_an_escape(folder: Folder) -> None:
    model = folder.write("model.json", spec({"type": "Dense", "name": "日本"}))
    model.write_text(model.read_text("utf-8").encode().decode("unicode-escape"), "utf-8")
    command = [sys.executable, "-m", "kspec", "lint", str(model)]
    environment = {"PYTHONIOENCODING": "latin-1", "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert rb'"name": "\u65e5\u672c"' in done.stdout
    assert done.stderr == b""
