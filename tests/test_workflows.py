"""Workflows on GitHub: safe by zizmor, pinned, and with the same targets that a person calls."""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
TARGETS = set(re.findall(r"(?m)^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8")))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def jobs_of(path: Path) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return jobs


def targets_of(job: dict[str, Any]) -> set[str]:
    """The make targets that a job calls, with those that a matrix names."""
    runs = " ".join(step.get("run", "") for step in job["steps"])
    named = set(re.findall(r"\bmake (?:[A-Z]+=\S+ )*([a-z]+)", runs))
    return named | set(job.get("strategy", {}).get("matrix", {}).get("target", ()))


def test_zizmor_finds_nothing() -> None:
    scripts = sysconfig.get_path("scripts")
    zizmor = shutil.which("zizmor", path=scripts) or shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed: pip install zizmor")
    command = [zizmor, "--offline", "--no-progress", "--persona", "pedantic", str(GITHUB)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_to_a_commit_with_its_version() -> None:
    lines = [
        line.strip().removeprefix("- ")
        for path in WORKFLOWS + ACTIONS
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_workflows_call_targets_of_the_makefile() -> None:
    called = {path.stem: set[str]() for path in WORKFLOWS}
    for path in WORKFLOWS:
        called[path.stem].update(*map(targets_of, jobs_of(path).values()))
    assert called == {
        "checks": {"check", "test"},
        "nightly": {"slow", "contract", "fuzz"},
        "release": {"dist", "site"},
    }
    assert set().union(*called.values()) <= TARGETS


def test_pythons_of_the_checks_are_those_of_the_package() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    promised = set(re.findall(r"Python :: (3\.\d+)", pyproject))
    core = jobs_of(GITHUB / "workflows" / "checks.yml")["core"]["strategy"]["matrix"]
    assert set(core["python"]) == promised
    assert {name.split("-")[0] for name in core["os"]} == {"ubuntu", "macos", "windows"}


def test_issue_forms_ask_for_a_spec_and_versions() -> None:
    for name in ("false_alarm", "missed_fault"):
        form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / f"{name}.yml").read_text("utf-8"))
        asked = {part["id"] for part in form["body"] if "id" in part}
        assert {"spec", "versions"} <= asked
        assert form["name"]
        assert form["description"]


def test_the_gate_calls_what_the_readme_of_contributors_gives() -> None:
    gate = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"(?m)^make (.*)$", gate) == ['test 2>&1 | tee "$log"', "check"]
    assert not re.search(r"(?m)^\s*(?:export )?CI=", gate)
