"""The pre-commit hooks: which files they take, and that the real pre-commit runs them."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from kspec.linter.documents import SUFFIXES
from kspec.linter.recognition import BY_NAME

ROOT = Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
FAULTY = (ROOT / "docs/examples/faulty/digits.json").read_text("utf-8")
RIGHT = (ROOT / "docs/examples/digits.json").read_text("utf-8")
HEAVY = ("keras", "tensorflow", "numpy", "scikit_learn")


@pytest.mark.parametrize(
    "name",
    [
        "digits.kspec.json",
        "networks/digits.kspec.jsonc",
        "digits.kspec.yaml",
        "digits.kspec.yml",
        "model.json",
        "networks/model.yaml",
        "best.keras",
        "train.py",
        "notebooks/digits.ipynb",
    ],
)
def test_specs_are_taken_by_name(name: str) -> None:
    assert re.search(HOOKS["kspec"]["files"], name)


@pytest.mark.parametrize(
    "name",
    [
        "package.json",
        "mymodel.json",
        "model.json.bak",
        "kspec.json",
        "model/data.json",
        "keras",
        "a.h5",
        "stub.pyi",
    ],
)
def test_other_files_are_left_alone(name: str) -> None:
    assert not re.search(HOOKS["kspec"]["files"], name)


def test_hook_and_search_of_folders_agree_on_names() -> None:
    code = r"|\.pyw?|\.ipynb"
    assert HOOKS["kspec"]["files"].replace(code, "") == BY_NAME
    assert {suffix for suffix in SUFFIXES if re.search(HOOKS["kspec"]["files"], f"a{suffix}")} == {
        *SUFFIXES
    }


@pytest.mark.parametrize(
    ("name", "taken"),
    [("train.py", True), ("digits.ipynb", True), ("model.json", False), ("a.md", False)],
)
def test_the_hook_of_code_takes_scripts_and_notebooks(name: str, *, taken: bool) -> None:
    tags = pytest.importorskip("identify.identify").tags_from_filename(name)
    assert bool(tags & set(HOOKS["kspec-code"]["types_or"])) == taken


def test_the_other_hook_takes_what_its_user_names() -> None:
    assert not re.search(HOOKS["kspec-json"]["files"], "model.json")
    assert HOOKS["kspec-json"]["types_or"] == ["json", "yaml"]


def test_core_depends_on_nothing_heavy() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[^\w-]", text)[0].lower() for text in project["dependencies"]}
    assert names == {"click", "pydantic", "pyyaml"}
    assert all("additional_dependencies" not in hook for hook in HOOKS.values())


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this working tree's package, for pre-commit to clone."""
    path = tmp_path_factory.mktemp("kspec-repository")
    shutil.copytree(ROOT / "kspec", path / "kspec", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, path / name)
    commit(path)
    return path


def git(path: Path, *words: str) -> str:
    author = ["-c", "user.name=someone", "-c", "user.email=someone@example.com"]
    command = [shutil.which("git") or "git", *author, *words]
    return subprocess.run(command, cwd=path, check=True, capture_output=True, text=True).stdout


def commit(path: Path) -> None:
    git(path, "init", "-q")
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "All of it")


def scratch(path: Path, **files: str) -> Path:
    """A repository with these JSON files."""
    path.mkdir()
    for name, text in files.items():
        (path / f"{name}.json").write_text(text, "utf-8")
    commit(path)
    return path


def pre_commit(folder: Path, cache: Path, *words: str) -> tuple[int, str]:
    """Exit code and output of pre-commit; the test is skipped where pip cannot install."""
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *words, "--all-files", "--color", "never"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if "pip" in done.stdout and "unexpected error" in done.stdout:
        pytest.skip(f"pip cannot install here: {done.stdout[-300:]}")
    return done.returncode, done.stdout


@pytest.mark.slow
def test_commit_with_a_fault_is_stopped(tmp_path: Path, cloned: Path) -> None:
    folder = scratch(tmp_path / "scratch", model=FAULTY, package=FAULTY)
    code, output = pre_commit(folder, tmp_path / "cache", "try-repo", str(cloned), "kspec")
    assert code == 1
    assert "error[KS305 logits-without-from-logits]" in output
    assert "package.json" not in output


@pytest.mark.slow
def test_faulty_code_is_stopped_and_other_code_passes(tmp_path: Path, cloned: Path) -> None:
    folder, cache = scratch(tmp_path / "scratch", data="{}"), tmp_path / "cache"
    (folder / "other.py").write_text("x = missing\n", "utf-8")
    commit(folder)
    assert pre_commit(folder, cache, "try-repo", str(cloned), "kspec-code", "--all-files")[0] == 0
    text = "import keras\nclass L(keras.layers.Layer):\n    def call(self, x): return y\n"
    cell = {"cell_type": "code", "source": [text]}
    (folder / "a.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    commit(folder)
    code, output = pre_commit(folder, cache, "try-repo", str(cloned), "kspec-code", "--all-files")
    assert code == 1
    assert "a.ipynb:cell 1:3:31" in output


@pytest.mark.slow
def test_both_hooks_run_and_install_the_core_only(tmp_path: Path, cloned: Path) -> None:
    folder, cache = scratch(tmp_path / "scratch", model=RIGHT, network=FAULTY), tmp_path / "cache"
    hooks = [{"id": "kspec"}, {"id": "kspec-json", "files": r"^network\.json$"}]
    head = git(cloned, "rev-parse", "HEAD").strip()
    settings = {"repos": [{"repo": str(cloned), "rev": head, "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    commit(folder)
    code, output = pre_commit(folder, cache, "run")
    assert code == 1
    assert re.search(r"^kspec\.+Passed$", output, re.MULTILINE)
    assert "--> network.json:15:13" in output
    installed = {path.name.lower() for path in cache.rglob("site-packages/*")}
    assert installed >= {"click", "pydantic_core", "yaml"}
    assert [name for name in installed if name.startswith(HEAVY)] == []
