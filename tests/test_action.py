"""The GitHub Action: its steps, run in bash as GitHub runs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "actions" / "lint"
ACTION: dict[str, Any] = yaml.safe_load((FOLDER / "action.yml").read_text("utf-8"))
SCRIPTS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
"""Command with which GitHub runs a step with ``shell: bash``."""


def run(name: str, temp: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """A step with inputs, run in ``temp`` as the repository."""
    defaults = {name: item["default"] for name, item in ACTION["inputs"].items()}
    env = {**os.environ, "RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(FOLDER)}
    for variable, expression in SCRIPTS[name].get("env", {}).items():
        source = expression.removeprefix("${{ ").removesuffix(" }}")
        value = {**defaults, **given}.get(source.removeprefix("inputs."), sys.executable)
        env[variable] = value
    return subprocess.run(
        [*BASH, SCRIPTS[name]["run"]],
        env=env,
        cwd=temp,
        capture_output=True,
        text=True,
        check=False,
    )


def with_kspec(temp: Path) -> Path:
    """The repository with a kspec where the first step installs it."""
    programs = temp / "kspec" / "bin"
    programs.mkdir(parents=True)
    script = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m kspec "$@"\n'
    (programs / "kspec").write_text(script)
    (programs / "kspec").chmod(0o755)
    shutil.copy(ROOT / "docs" / "examples" / "faulty" / "digits.json", temp / "bad.json")
    shutil.copy(ROOT / "docs" / "examples" / "digits.json", temp / "good.json")
    return temp


def test_findings_annotate_the_diff_and_fail_the_step(tmp_path: Path) -> None:
    lint = run("Lint", with_kspec(tmp_path))
    assert lint.returncode == 1
    assert "::error file=bad.json,line=" in lint.stdout
    report = json.loads((tmp_path / "kspec.sarif").read_text("utf-8"))
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in report["runs"][0]["results"]
        for place in result["locations"]
    }
    assert uris == {"bad.json"}


def test_inputs_choose_paths_and_arguments(tmp_path: Path) -> None:
    folder = with_kspec(tmp_path)
    assert run("Lint", folder, paths="good.json").returncode == 0
    assert run("Lint", folder, args="--exit-zero").returncode == 0
    assert run("Lint", folder, paths="good.json $(touch ran)").returncode == 2
    assert not (folder / "ran").exists()


def test_every_input_is_used_and_none_is_pasted_into_a_script() -> None:
    text = (FOLDER / "action.yml").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in text
    for step in SCRIPTS.values():
        assert "${{" not in step["run"]


@pytest.mark.slow
def test_the_first_step_installs_the_core(tmp_path: Path) -> None:
    installed = run("Install kspec", tmp_path)
    assert installed.returncode == 0, installed.stderr
    shutil.copy(ROOT / "docs" / "examples" / "digits.json", tmp_path / "model.json")
    assert run("Lint", tmp_path).returncode == 0
