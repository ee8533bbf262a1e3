"""`kspec convert` writes to the terminal, or to a file."""

import json

import pytest

from tests.cli.conftest import Folder

LAYERS = [{"type": "Dense", "name": "dense", "units": 1}]


@pytest.mark.parametrize("arguments", [(), ("-o", "-")])
def test_it_prints(folder: Folder, arguments: tuple[str, ...]) -> None:
    folder.write("model.json")
    assert folder.run("convert", "model.json", *arguments).json["layers"] == LAYERS


def test_it_writes_a_file(folder: Folder) -> None:
    folder.write("model.json")
    assert folder.run("convert", "model.json", "--output", "new.json").out == ""
    assert json.loads(folder.read("new.json"))["layers"] == LAYERS


WRONG_LOSS = {"layers": LAYERS, "inputs": {"shape": [3]}, "compile": {"loss": "crossentropy"}}
WRONG_SHAPE = {"layers": [{"type": "Conv2D", "filters": 1, "kernel_size": 3}, *LAYERS]}


def test_a_fault_of_training_is_shown_and_written(folder: Folder) -> None:
    folder.write("model.json", {**WRONG_LOSS, "task": "regression"})
    run = folder.run("convert", "model.json")
    assert "KS301" in run.err
    assert json.loads(run.out)["compile"]["loss"] == "crossentropy"


def test_a_fault_of_the_network_is_shown_and_nothing_written(folder: Folder) -> None:
    folder.write("model.json", {**WRONG_SHAPE, "inputs": {"shape": [3]}})
    run = folder.run("convert", "model.json", "--output", "new.json")
    assert run.code == 1
    assert "KS201" in run.err
    assert "stopped here" in run.err
    assert not (folder.path / "new.json").exists()


def test_a_class_without_a_module_is_named_where_code_is_asked_for(folder: Folder) -> None:
    own = {"module": None, "class_name": "Own", "config": {"name": "own"}, "registered_name": "Own"}
    entry = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": [None, 3]},
    }
    config = {"name": "m", "layers": [entry, own]}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    folder.write("model.json", model)
    run = folder.run("convert", "model.json", "--to", "python")
    assert run.code == 2
    assert 'the file does not say which module has the class Own of "own"' in run.err
