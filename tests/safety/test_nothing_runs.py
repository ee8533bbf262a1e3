"""Files that are made to run code when they are loaded run none here, whatever the command."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.safety.attacks import DENSE, files, model

ROOT = Path(__file__).parents[2]
FILES = files()
COMMANDS: dict[str, tuple[str, ...]] = {
    "lint": ("lint", "--isolated", "--output-format", "concise"),
    "fix": ("lint", "--isolated", "--diff"),
    "summary": ("summary",),
    "convert": ("convert",),
    "python": ("convert", "--to", "python"),
    "keras": ("convert", "--to", "keras"),
    "plot": ("plot", "-o", "-"),
    "diff": ("diff", "GOOD"),
}
QUIET: dict[str, list[str]] = {"opened": [], "reached": [], "executed": [], "imported": []}


class Ran(NamedTuple):
    """The exit code of a command, what it said, and what it did (see `audited.py`)."""

    code: int
    said: str
    did: dict[str, list[str]]


def run_audited(folder: Path, *commands: tuple[str, ...]) -> list[Ran]:
    """Run commands of kspec in one process that is watched."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.safety.audited", json.dumps(commands)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"HOME": str(folder), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    lines: list[dict[str, Any]] = [json.loads(line) for line in ran.stdout.splitlines()]
    return [Ran(**line) for line in lines]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Ran, set[str]]]:
    """Every command on every attack, and the files that it may open."""
    folder = tmp_path_factory.mktemp("attacks")
    good = folder / "good.json"
    good.write_bytes(model(DENSE))
    wanted = {}
    for number, (title, (name, data, _)) in enumerate(FILES.items()):
        file = folder / str(number) / name
        file.parent.mkdir()
        file.write_bytes(data)
        for command, words in COMMANDS.items():
            line = tuple(str(good) if word == "GOOD" else word for word in words)
            wanted[title, command] = (*line, str(file)), {str(file)} | ({*line} & {str(good)})
    made = run_audited(folder, *(line for line, _ in wanted.values()))
    may_open = [opened for _, opened in wanted.values()]
    return dict(zip(wanted, zip(made, may_open, strict=True), strict=True))


def test_commands_read_their_files_only_and_run_nothing(
    runs: dict[tuple[str, str], tuple[Ran, set[str]]],
) -> None:
    assert len(runs) == len(FILES) * len(COMMANDS)
    for attack, (ran, may_open) in runs.items():
        assert ran.did == {**QUIET, "opened": sorted(may_open)}, attack
        assert ran.code in {0, 1, 2}, attack
        assert "Traceback" not in ran.said, attack


def test_lint_says_what_is_wrong(runs: dict[tuple[str, str], tuple[Ran, set[str]]]) -> None:
    for title, (_, _, sentence) in FILES.items():
        ran, _ = runs[title, "lint"]
        assert sentence in ran.said, title
        assert ran.code == 1, title


def test_the_hook_sees_what_it_should(tmp_path: Path) -> None:
    """A test that cannot fail shows nothing: an output file is opened, and seen."""
    file, report = tmp_path / "model.json", tmp_path / "report.json"
    file.write_bytes(model(DENSE))
    (ran,) = run_audited(tmp_path, (*COMMANDS["lint"], "--output-file", str(report), str(file)))
    assert str(report) in ran.did["opened"]
