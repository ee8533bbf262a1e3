"""Installed wheel, made of the sdist: the core only, and its promises."""

import json
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("packaging")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*build, "-t", "sdist"], cwd=ROOT, check=True)
    (sdist,) = folder.glob("kspec-*.tar.gz")
    venv.create(folder / "environment", with_pip=True)
    found = folder / "environment" / "bin"
    pip = [str(found / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(sdist)], check=True)
    return found


@pytest.fixture(scope="module")
def oldest(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of one with the oldest packages that the core says it works with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [bound.replace(">=", "==") for bound in project["dependencies"]]
    assert all("==" in one for one in wanted)
    folder = tmp_path_factory.mktemp("oldest")
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    (sdist,) = programs.parent.parent.glob("kspec-*.tar.gz")
    subprocess.run([*pip, str(sdist), *wanted], check=True)
    return folder / "bin"


def said(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(program), *arguments]
    return subprocess.run(command, cwd=program.parent, capture_output=True, text=True, check=False)


def test_the_core_needs_little(programs: Path) -> None:
    listed = json.loads(said(programs / "pip", "list", "--format", "json").stdout)
    names = {package["name"].lower() for package in listed}
    core = {"kspec", "click", "pydantic", "pyyaml"}
    brought = {"annotated-types", "pydantic-core", "pydantic_core", "typing-extensions"}
    assert (
        core
        <= names
        <= core | brought | {"typing_extensions", "typing-inspection", "pip"} | {"setuptools"}
    )


@pytest.mark.parametrize("packages", ["programs", "oldest"])
def test_commands_of_the_readme_work(packages: str, request: pytest.FixtureRequest) -> None:
    kspec: Path = request.getfixturevalue(packages) / "kspec"
    assert said(kspec, "lint", str(EXAMPLES / "digits.json")).returncode == 0
    faulty = said(kspec, "lint", str(EXAMPLES / "faulty" / "digits.json"))
    assert (faulty.returncode, "KS305" in faulty.stdout) == (1, True)
    assert "3,210" in said(kspec, "summary", str(EXAMPLES / "digits.json")).stdout
    assert "from_logits" in said(kspec, "rule", "KS305").stdout
    schema = json.loads(said(kspec, "schema").stdout)
    assert schema["properties"]["task"]["description"]


@pytest.mark.parametrize("command", ["train", "lint --data source", "init sklearn:digits"])
def test_what_needs_more_says_what_to_install(programs: Path, command: str) -> None:
    words = command.split()
    spec = [] if "init" in command else [str(EXAMPLES / "digits.json")]
    answer = said(programs / "kspec", *words, *spec)
    assert (answer.returncode, "pip install 'kspec[train]'" in answer.stderr) == (2, True)


def test_types_are_there_for_those_who_import(programs: Path) -> None:
    script = (
        "import kspec, pathlib; print(pathlib.Path(kspec.__file__).with_name('py.typed').exists())"
    )
    assert said(programs / "python", "-c", script).stdout.strip() == "True"
