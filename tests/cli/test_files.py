"""Files of a command."""

import re
from pathlib import Path

import pytest

from kspec.linter.recognition import BY_NAME
from tests.cli.conftest import GOOD, RANK, Folder

KERAS = {"class_name": "Sequential", "config": {"name": "s", "layers": []}}
CONFIG = {"name": "s", "layers": [{"class_name": "Dense", "config": {"units": 1}}]}
MAP = {"type": "map", "layers": [{"type": "tilelayer"}]}


def linted(folder: Folder, *arguments: str) -> list[str]:
    """The files that findings are in: all hold one fault."""
    ran = folder.lint("--output-format", "concise", *arguments)
    return [line.split(":")[0] for line in ran.out.splitlines()]


def test_folders_are_searched_in_order(folder: Folder) -> None:
    for name in ("b/x.kspec.yaml", "a/model.json", "a/deep/y.json", "a/deep/z.yml"):
        folder.write(name, RANK)
    assert linted(folder, ".") == [
        "a/deep/y.json",
        "a/deep/z.yml",
        "a/model.json",
        "b/x.kspec.yaml",
    ]
    assert linted(folder, "b", "a/deep") == ["a/deep/y.json", "a/deep/z.yml", "b/x.kspec.yaml"]


@pytest.mark.parametrize(
    ("name", "content", "is_spec"),
    [
        ("anything.json", GOOD, True),
        ("anything.json", KERAS, True),
        ("anything.json", CONFIG, True),
        ("anything.json", {"kspec": 1, "model": "net.keras"}, True),
        ("anything.json", {"model": KERAS, "task": "regression"}, True),
        ("anything.json", {"kspec": 1, "layers": []}, True),
        ("broken.json", '{"layers": [{"type": "Dense",', True),
        ("broken.yaml", "layers:\n  - type: Dense\n units: 1\n", True),
        ("model.json", {"a": 1}, True),
        ("a.kspec.yml", "a: 1", True),
        ("package.json", {"name": "x", "version": "1"}, False),
        ("map.json", MAP, False),
        ("broken.json", '{"layers": [{"type": "tilelayer",', False),
        ("list.json", [1, 2], False),
        ("history.json", {"layers": 3}, False),
        ("compose.yaml", "services:\n  model: {image: x}\n", False),
        ("model.txt", GOOD, False),
    ],
)
def test_what_a_folder_holds_is_judged_by_name_or_content(
    folder: Folder, name: str, content: object, *, is_spec: bool
) -> None:
    folder.write(f"a/{name}", content)
    ran = folder.lint("a")
    assert (ran.code != 2) is is_spec, ran


def test_a_named_file_is_always_linted(folder: Folder) -> None:
    folder.write("package.json", {"name": "x"})
    assert folder.found("package.json") == ["KS004"]


def test_each_file_is_linted_once(folder: Folder) -> None:
    folder.write("a/model.json", RANK)
    assert linted(folder, "a/model.json", "a", "./a/*.json") == ["a/model.json"]
    again = ("a/model.json", "a/../a/model.json", str(folder.path / "a/model.json"))
    assert linted(folder, *again) == ["a/model.json"]


def test_globs(folder: Folder) -> None:
    for name in ("a/one.json", "a/b/two.json", "a/three.yaml"):
        folder.write(name, RANK)
    assert linted(folder, "a/*.json") == ["a/one.json"]
    assert linted(folder, "a/**/*.json") == ["a/b/two.json", "a/one.json"]


def test_what_git_ignores_is_left_out_of_folders(folder: Folder) -> None:
    folder.write(".gitignore", "build/\n*.tmp.json\n!keep.tmp.json\n/top.json\n# note\n")
    folder.write("sub/.gitignore", "own.json\n")
    names = (
        "build/model.json",
        "a.tmp.json",
        "keep.tmp.json",
        "top.json",
        "sub/top.json",
        "sub/own.json",
        "own.json",
    )
    for name in names:
        folder.write(name, RANK)
    assert linted(folder, ".") == ["keep.tmp.json", "own.json", "sub/top.json"]
    assert linted(folder, "sub") == ["sub/top.json"]
    assert linted(folder, "top.json") == ["top.json"]


def test_hidden_folders_and_installed_packages_are_left_out(folder: Folder) -> None:
    for name in (".cache/model.json", "node_modules/model.json", "env/model.json"):
        folder.write(name, RANK)
    folder.write("env/pyvenv.cfg", "x")
    assert folder.lint(".").code == 2


def test_the_copies_of_a_model_in_its_runs_are_left_out(folder: Folder) -> None:
    for name in ("model.json", "runs/a/spec.json", "runs/b/spec.json"):
        folder.write(name, RANK)
    for name in ("run.json", "environment.json"):
        folder.write(f"runs/a/{name}", "{}")
    assert linted(folder, ".") == ["model.json", "runs/b/spec.json"]
    assert linted(folder, "runs/a") == ["runs/a/spec.json"]


def test_exclude(folder: Folder) -> None:
    for name in ("a/model.json", "old/model.json", "old/deep/model.json"):
        folder.write(name, RANK)
    assert linted(folder, ".", "--exclude", "old") == ["a/model.json"]
    assert linted(folder, ".", "--exclude", "old/*.json,a") == ["old/deep/model.json"]
    assert linted(folder, "old/model.json", "--exclude", "old") == ["old/model.json"]
    folder.write("kspec.toml", 'exclude = ["old/deep"]\n')
    assert linted(folder, ".") == ["a/model.json", "old/model.json"]


def test_force_exclude_holds_for_named_files_and_says_so(folder: Folder) -> None:
    folder.write("old/model.json", RANK)
    folder.write("model.json", RANK)
    force = ("--exclude", "old", "--force-exclude")
    assert linted(folder, "model.json", "old/model.json", *force) == ["model.json"]
    ran = folder.lint("old/model.json", *force)
    assert ran == (0, "", "kspec: nothing to check: what was named is excluded (1)\n")


def test_the_hook_has_the_same_names() -> None:
    hooks = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
    (pattern,) = re.findall(r"files: '(\(.*)'", hooks.read_text("utf-8"))
    names = ("a/x.kspec.json", "model.yaml", "a/model.jsonc", "n.keras", "mymodel.json", "x.json")
    for name in names:
        assert bool(re.search(pattern, name)) == bool(re.search(BY_NAME, name)), name


NET = "import keras\n\nclass Net(keras.Model):\n    def call(self, x):\n        return missing(x)\n"


def cells(*sources: str) -> dict[str, object]:
    return {"cells": [{"cell_type": "code", "source": source} for source in sources]}


@pytest.mark.parametrize(
    ("name", "content", "is_read"),
    [
        ("a.py", NET, True),
        ("a.py", "\ufeff" + NET, True),
        ("a.ipynb", cells("x = 1", NET), True),
        ("a.ipynb", cells("x = 1\n" + NET), True),
        ("a.py", NET.replace("import keras", "from tensorflow import keras"), True),
        ("a.py", "# import keras\n" + NET.replace("keras", "other"), False),
        ("a.py", "text = 'import keras'\n", False),
        ("a.py", 'text = "import keras\\nimport keras"\n', False),
        ("a.ipynb", cells("import torch"), False),
        ("a.pyi", NET, False),
        ("a.py", NET.replace("import keras", "import os, keras"), True),
        ("a.txt", NET, False),
    ],
)
def test_folders_are_searched_for_code_that_imports_keras(
    folder: Folder, name: str, content: object, *, is_read: bool
) -> None:
    folder.write(f"src/{name}", content)
    folder.write("model.json", GOOD)
    folder.write(".venv/b.py", NET)
    expected = [f"src/{name}"] if is_read else []
    assert linted(folder, ".") == expected


def test_a_notebook_that_takes_its_model_from_a_module_beside_it_is_read(folder: Folder) -> None:
    folder.write("src/nets.py", NET)
    folder.write("src/a.ipynb", cells("import os\nfrom nets import (Net,\n    other)", "Net()"))
    folder.write("src/b.ipynb", cells("text = 'from nets import Net'"))
    folder.write("src/c.ipynb", cells("from torch import nets"))
    assert folder.lint(".").out.endswith("Found 1 error in 2 files.\n")


def test_code_is_excluded_and_ignored_as_other_files(folder: Folder) -> None:
    for name in ("a.py", "old/b.py", "made/c.py"):
        folder.write(name, NET)
    folder.write(".gitignore", "made/\n")
    assert linted(folder, ".", "--exclude", "old") == ["a.py"]


def test_code_that_shows_nothing_to_check_is_said_where_it_is_named(folder: Folder) -> None:
    folder.write("a.py", "x = 1\n")
    folder.write("b.py", "import keras\n")
    ran = folder.lint("a.py", "b.py")
    assert ran.code == 0
    assert "a.py does not import Keras, and there is nothing to check in it" in ran.err
    assert "b.py builds no model that kspec can follow" in ran.err
    assert "builds no model" not in folder.lint(".").err
    for name in "cdef":
        folder.write(f"{name}.py", "x = 1\n")
    ran = folder.lint(*(f"{name}.py" for name in "acdef"))
    assert "5 files of code do not import Keras" in ran.err
