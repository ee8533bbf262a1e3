"""The commands that read models, on scripts and notebooks."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Folder
from tests.outputs.schemas import held_to

SCRIPT = """import keras
from keras import layers

def build(units):
    return keras.Sequential([
        layers.Input((4,)),
        layers.Dense(units, activation="relu"),
        layers.Dense(1),
    ])

ü = build(8); small = build(2)
"""
ONE = """import keras

net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="out")])
net.compile("adam", loss="mse")
"""


def models(folder: Folder, name: str) -> list[dict[str, Any]]:
    ran = folder.run("summary", name, "--output-format", "json")
    found = json.loads(ran.out)
    held_to("program-summary", found)
    listed: list[dict[str, Any]] = found["models"]
    return listed


def test_every_build_is_a_model_of_its_own(folder: Folder) -> None:
    folder.write("a.py", SCRIPT)
    found = models(folder, "a.py")
    places = [(one["cell"], one["line"], one["column"], one["complete"]) for one in found]
    assert places == [(None, 5, 12, True)] * 2
    sizes = [one["spec"]["layers"][0]["units"] for one in found]
    assert sizes == [8, 2]
    assert found[0]["summary"]["trainable_params"] == 49


def test_places_in_a_notebook_have_the_cell(folder: Folder) -> None:
    sources = ["import keras\n", "é = 1; m = keras.Sequential()\nm.add(keras.layers.Dense(2))\n"]
    cells = [{"cell_type": "markdown", "source": "x"}]
    cells += [{"cell_type": "code", "source": text} for text in sources]
    folder.write("a.ipynb", {"cells": cells})
    (one,) = models(folder, "a.ipynb")
    assert (one["cell"], one["line"], one["column"], one["name"]) == (3, 1, 12, "m")


def test_what_the_code_does_not_fix_is_null_and_listed(folder: Folder) -> None:
    unknown = ONE.replace("Dense(3", "Dense(int(input())")
    folder.write("a.py", unknown)
    (one,) = models(folder, "a.py")
    (value,) = one["unknown"]
    assert (value["path"], value["line"]) == ("/layers/0/units", 3)
    assert value["reason"]
    assert one["spec"]["layers"][0]["units"] is None
    assert "unknown: /layers/0/units (line 3): " in folder.run("summary", "a.py").out


def test_a_model_that_is_trained_twice_is_one(folder: Folder) -> None:
    folder.write("a.py", ONE + "net.fit(x, y)\nnet.compile('sgd', 'mae')\nnet.fit(x, y)\n")
    (one,) = models(folder, "a.py")
    assert one["spec"]["compile"]["loss"] == "mse"


def test_the_table_names_the_place(folder: Folder) -> None:
    folder.write("a.py", SCRIPT)
    out = folder.run("summary", "a.py").out
    assert out.count("a.py:5:12: ") == 2
    assert "Total params      49 " in out


def test_models_that_a_loop_builds_alike_have_one_table(folder: Folder) -> None:
    loops = """import keras

def build(units):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])

for rate in (1, 2):
    build(3).compile(keras.optimizers.SGD(rate), "mse")
for units in (5, 6):
    build(units).compile("sgd", "mse")
"""
    folder.write("a.py", loops)
    totals = [line for line in folder.run("summary", "a.py").out.splitlines() if "Total" in line]
    assert [line.split()[2] for line in totals] == ["15", "25", "30"]


def test_code_without_models_has_none(folder: Folder) -> None:
    folder.write("a.py", "import keras\n")
    assert models(folder, "a.py") == []
    assert "a.py builds no model that kspec can follow" in folder.run("summary", "a.py").err


def test_a_program_that_is_too_long_is_said_to_end_early(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kspec.code.budget.MOST_STEPS", 100)
    folder.write("a.py", "import keras\n" + "x = 1 + 1\n" * 100)
    sentence = "a.py:26:1: the rest takes more steps than kspec follows"
    assert sentence in folder.run("summary", "a.py").err
    assert sentence in folder.lint("a.py").err


def test_errors_in_code_are_told(folder: Folder) -> None:
    folder.write("a.py", ONE.replace("Dense(3", "Dense(-3"))
    ran = folder.run("summary", "a.py")
    assert ran.code == 1
    assert "1 error: run `kspec lint a.py` to see them" in ran.err


@pytest.mark.parametrize("command", ["plot", "convert", "diff"])
def test_a_command_for_one_model_asks_for_a_choice(folder: Folder, command: str) -> None:
    folder.write(
        "a.py", SCRIPT + "other = keras.Sequential([keras.Input((2,)), layers.Dense(1)])\n"
    )
    others = ["a.py"] if command == "diff" else []
    ran = folder.run(command, "a.py", *others)
    assert ran.code == 2
    assert "a.py builds " in ran.err
    assert "other at 12:9: choose one with --model" in ran.err
    assert folder.run(command, "a.py", *others, "--model", "other").code == 0
    assert folder.run(command, "a.py", *others, "--model", "12").code == 0
    assert "has no model nothing" in folder.run(command, "a.py", *others, "--model", "nothing").err


def test_one_of_several_models_of_a_function_is_chosen(folder: Folder) -> None:
    twice = """import keras

def make(units):
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(units)])

models = [make(1), make(3)]
"""
    folder.write("a.py", twice)
    ran = folder.run("convert", "a.py")
    name = ran.err.split("builds ")[1].split(":1 at")[0]
    assert f"{name}:2 at 4:12: choose one with --model" in ran.err
    chosen = folder.run("convert", "a.py", "--to", "native", "--model", f"{name}:2")
    assert json.loads(chosen.out)["layers"][0]["units"] == 3


def test_code_is_converted(folder: Folder) -> None:
    folder.write("a.py", ONE)
    native = json.loads(folder.run("convert", "a.py").out)
    assert native["compile"] == {"optimizer": "adam", "loss": "mean_squared_error"}
    assert native["layers"] == [{"type": "Dense", "units": 3, "name": "out"}]
    assert json.loads(folder.run("convert", "a.py", "--to", "keras").out)["class_name"]
    code = folder.run("convert", "a.py", "--to", "python").out
    folder.write("b.py", code)
    assert folder.run("diff", "a.py", "b.py", "--exit-code").code == 0


def test_parts_of_tensors_are_written_in_brackets(folder: Folder) -> None:
    code = """import keras
x = keras.Input((8, 8, 3))
first = keras.applications.vgg16.preprocess_input(x)[:, 0, 0]
model = keras.Model(x, first)
"""
    folder.write("a.py", code)
    ran = folder.run("convert", "a.py", "--to", "python")
    assert (ran.code, ran.err) == (0, "")
    assert "[:, 0, 0]" in ran.out
    assert "input_layer[..., 2]" in ran.out


def test_unknown_values_are_null_in_a_spec_and_in_no_other_form(folder: Folder) -> None:
    folder.write("a.py", ONE.replace("Dense(3", "Dense(int(input())"))
    ran = folder.run("convert", "a.py")
    assert json.loads(ran.out)["layers"][0]["units"] is None
    assert "null stands for what the code does not fix" in ran.err
    ran = folder.run("convert", "a.py", "--to", "keras")
    assert ran.code == 2
    assert "the code does not fix all of its values" in ran.err


def test_two_versions_of_a_script_differ(folder: Folder) -> None:
    folder.write("a.py", ONE)
    folder.write("b.py", ONE.replace("Dense(3", "Dense(5"))
    ran = folder.run("diff", "a.py", "b.py", "--exit-code")
    assert ran.code == 1
    assert "units" in ran.out


def test_a_picture_shows_what_is_found_in_code(folder: Folder) -> None:
    folder.write("a.py", ONE.replace('name="out"', 'activation="softmax"').replace("(3", "(1"))
    out = folder.run("plot", "a.py", "-o", "-").out
    assert "KS303 error" in out


def test_training_says_how_to_go_on(folder: Folder) -> None:
    folder.write("a.py", ONE)
    ran = folder.run("train", "a.py")
    assert ran.code == 2
    assert "kspec convert a.py -o model.json" in ran.err


def test_code_in_a_declared_encoding_stays_in_it(folder: Folder) -> None:
    code = "# -*- coding: cp1252 -*-\r\n# Größe\r\nimport keras\r\n"
    code += "model = keras.Sequential([keras.Input((4,)), keras.layers.Dens(1)])\r\n"
    path = folder.write("old.py", "")
    path.write_bytes(code.encode("cp1252"))
    assert "KS101" in folder.run("lint", "old.py").out
    folder.run("lint", "--fix", "old.py")
    assert path.read_bytes() == code.replace("Dens(", "Dense(").encode("cp1252")
