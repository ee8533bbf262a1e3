"""Folders from strangers: what lies beside a spec cannot make a command wait or fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kspec.cli.main import main

ROOT = Path(__file__).parents[2]
SPEC = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 0}]}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "model.json").write_text(json.dumps(SPEC), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*arguments: str) -> tuple[int, str]:
    ran = CliRunner(env={"KSPEC_DEBUG": "1"}).invoke(main, ["lint", *arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude"])
def test_patterns_that_never_end(here: Path, name: str) -> None:
    (here / ".git" / "info").mkdir()
    (here / name).symlink_to("/dev/zero")
    assert said(".")[0] == 1


def test_more_patterns_than_anybody_writes_are_not_heeded(here: Path) -> None:
    (here / ".gitignore").write_text("*.json\n" * 10_000, "utf-8")
    assert said(".")[0] == 1


@pytest.mark.parametrize("name", ["kspec.toml", "pyproject.toml"])
def test_settings_that_never_end_or_are_too_large(here: Path, name: str) -> None:
    (here / name).symlink_to("/dev/zero")
    assert said(".")[0] == 1
    (here / name).unlink()
    (here / name).write_text("# kspec\n" * 200_000, "utf-8")
    code, output = said(".")
    assert (code, "larger than 1,024 KiB" in output) == (2, True)


def test_a_link_out_of_the_project_is_not_followed(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    secret.write_text('{"password": hunter2', "utf-8")
    (here / "outside.kspec.json").symlink_to(secret)
    (here / "inside.kspec.json").symlink_to(here / "model.json")
    _, output = said(".", "--output-format", "concise")
    assert "hunter2" not in output
    assert "outside.kspec.json leads out of the project" in output
    assert "inside.kspec.json:1:" in output
    assert "outside.kspec.json:1:" in said("outside.kspec.json", "--output-format", "concise")[1]


@pytest.mark.parametrize("name", ["--ignore=KS1.keras", "-h", "--fix"])
def test_a_file_that_is_called_like_an_option_is_no_option(here: Path, name: str) -> None:
    (here / name).write_text("{}", "utf-8")
    code, output = said("model.json", name)
    assert (code, f"write ./{name} for the file" in output) == (2, True)
    assert said("model.json", "--", name)[0] == 1


@pytest.mark.parametrize("start", ["spawn", "forkserver"])
def test_modules_of_the_folder_are_not_imported_by_processes(here: Path, start: str) -> None:
    """A new Python looks into the working directory before it looks for its own modules."""
    for name in ("signal", "pickle", "struct", "yaml"):
        (here / f"{name}.py").write_text("open('ran', 'w')", "utf-8")
    for number in range(4):
        (here / f"{number}.kspec.json").write_text(json.dumps(SPEC), "utf-8")
    program = here.parent / "program.py"
    program.write_text(PROGRAM.format(start=start), "utf-8")
    command = [sys.executable, str(program), "lint", "--output-format", "concise"]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
    )
    assert (ran.returncode, ran.stdout.count("error[")) == (1, 5), ran.stderr
    assert not (here / "ran").exists()


PROGRAM = """
import multiprocessing, os
import kspec.cli.parallel
from kspec.cli.main import main

if __name__ == "__main__":
    multiprocessing.set_start_method("{start}")
    kspec.cli.parallel.WORTH_IT, os.cpu_count = 0, lambda: 2
    main()
"""


@pytest.mark.parametrize("content", ["[" * 100_000, "null", "{}"])
def test_a_baseline_that_is_none(here: Path, content: str) -> None:
    (here / "known.json").write_text(content, "utf-8")
    (here / "kspec.toml").write_text('baseline = "known.json"', "utf-8")
    code, output = said("model.json")
    assert (code, "cannot be read" in output) == (2, True)


def test_a_baseline_that_never_ends(here: Path) -> None:
    (here / "kspec.toml").write_text('baseline = "/dev/zero"', "utf-8")
    code, output = said("model.json")
    assert (code, "no plain file" in output) == (2, True)


def test_a_link_that_leads_in_a_circle_is_passed_over(here: Path) -> None:
    (here / "circle.json").symlink_to("circle.json")
    assert said(".")[0] == 1
    assert said("circle.json")[0] == 2


def test_what_never_ends_is_read_to_the_limit(here: Path) -> None:
    (here / "zero.json").symlink_to("/dev/zero")
    code, output = said("zero.json", "--output-format", "concise")
    assert (code, "KS005" in output) == (1, True)
    command = [sys.executable, "-m", "kspec", "lint", "-", "--output-format", "concise"]
    with Path("/dev/zero").open("rb") as endless:
        ran = subprocess.run(command, stdin=endless, capture_output=True, text=True, check=False)
    assert (ran.returncode, "KS005" in ran.stdout) == (1, True)


def test_a_folder_that_is_called_like_a_spec(here: Path) -> None:
    (here / "folder.json").mkdir()
    assert said("folder.json") == (
        2,
        "kspec: nothing to check: no Keras code, no spec and no Keras model was found\n",
    )


def test_pipes_are_passed_over(here: Path) -> None:
    os.mkfifo(here / "pipe.kspec.json")
    assert said(".")[0] == 1
    assert said("*.json")[0] == 1
    (here / "model.json").write_text('{"model": "pipe.kspec.json"}', "utf-8")
    code, output = said("model.json")
    assert (code, "is no file" in output) == (1, True)
