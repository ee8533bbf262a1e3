"""`kspec version`, and the help that begins with it."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from kspec.cli.main import main
from kspec.cli.version import versions
from kspec.version import __version__
from tests.outputs.schemas import held_to

ROOT = Path(__file__).parents[2]


def test_versions_as_text_and_as_json() -> None:
    text = CliRunner().invoke(main, ["version"]).output
    held = json.loads(CliRunner().invoke(main, ["version", "--output-format", "json"]).output)
    assert held_to("version", held) == {"version": 1, **versions()}
    assert held["kspec"] == __version__
    assert {line.split()[0] for line in text.splitlines()} == versions().keys()


def test_no_package_is_imported_for_its_version() -> None:
    script = "import sys; from kspec.cli.version import versions; versions(); print(*sys.modules)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"keras", "numpy", "tensorflow"} & set(done.stdout.split())


def test_help_keeps_its_lines() -> None:
    for arguments in ([], ["lint", "--help"]):
        assert "\\b" not in CliRunner().invoke(main, arguments).output
    shown = CliRunner().invoke(main, ["--help"]).output
    assert "  kspec lint train.py         what is wrong, where, why, and the fix\n" in shown
