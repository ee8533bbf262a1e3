"""`kspec diff`: what it prints, and its exit codes."""

from tests.cli.conftest import DENSE, GOOD, Folder, spec

SHOWN = """\
Layers
  ~ dense (Dense)
      units   1 -> 3
      output  (None, 1) -> (None, 3)
      params  5 -> 15
  + dropout (Dropout)
      rate    0.5
      output  (None, 3)

Settings
  ~ compile.optimizer  rmsprop -> adam
  ~ compile.loss       not set -> mean_squared_error
  ~ fit.epochs         1 -> 7

Parameters
  trainable      5 -> 15 (+10)
  non-trainable  0, as before
"""
CHANGED = spec(
    {**DENSE, "units": 3},
    {"type": "Dropout", "rate": 0.5},
    compile={"loss": "mse", "optimizer": "adam"},
    fit={"epochs": 7},
)


def test_as_text(folder: Folder) -> None:
    folder.write("a.json", GOOD)
    folder.write("b.json", CHANGED)
    assert folder.run("diff", "a.json", "b.json") == (0, SHOWN, "")


def test_as_json(folder: Folder) -> None:
    folder.write("a.json", GOOD)
    folder.write("b.json", CHANGED)
    found = folder.run("diff", "a.json", "b.json", "--output-format", "json").json
    assert (found["version"], found["same"]) == (1, False)
    assert found["layers"][0] == {
        "change": "changed",
        "name": "dense",
        "old_name": "dense",
        "class_name": "Dense",
        "within": [],
        "fields": {"units": {"old": 1, "new": 3}},
        "output_shape": {"old": [None, 1], "new": [None, 3]},
        "params": {"old": 5, "new": 15},
    }
    assert found["layers"][1]["fields"] == {"rate": {"new": 0.5}}
    assert found["trainable_params"] == {"old": 5, "new": 15}


def test_exit_codes_are_those_of_git_diff(folder: Folder) -> None:
    folder.write("a.json", GOOD)
    folder.write("b.json", CHANGED)
    folder.write("broken.json", "{")
    assert folder.run("diff", "a.json", "a.json").out == "The two say the same.\n"
    assert folder.run("diff", "a.json", "a.json", "--exit-code").code == 0
    assert folder.run("diff", "a.json", "b.json", "--exit-code").code == 1
    ran = folder.run("diff", "a.json", "broken.json")
    assert (ran.code, "broken.json makes no network" in ran.err) == (2, True)
    ran = folder.run("diff", "a.json", "nothing.json", "--exit-code")
    assert (ran.code, "nothing.json: No such file" in ran.err) == (2, True)


def test_colours(folder: Folder) -> None:
    folder.write("a.json", GOOD)
    folder.write("b.json", CHANGED)
    assert "\x1b[32m+ dropout" in folder.run("diff", "a.json", "b.json", "--color", "always").out


def test_values_are_written_as_in_python(folder: Folder) -> None:
    first = {"type": "Conv1D", "filters": 1, "kernel_size": 3}
    old = {**first, "use_bias": False, "name": "a"}
    stop = {"type": "EarlyStopping", "patience": 3}
    new = {**first, "kernel_regularizer": {"type": "L2", "l2": 0.5}, "name": "a"}
    folder.write("a.json", spec(old, inputs={"shape": [9, 4]}, fit={"callbacks": [stop]}))
    sgd = {"type": "SGD", "nesterov": True, "momentum": 0.5}
    training = {"optimizer": sgd, "metrics": ["mae"]}
    folder.write("b.json", spec(new, inputs={"shape": [9, 5]}, compile=training))
    shown = folder.run("diff", "a.json", "b.json").out
    for line in (
        "shape   (None, 9, 4) -> (None, 9, 5)",
        "use_bias            False -> True",
        "kernel_regularizer  not set -> L2(l2=0.5)",
        "compile.optimizer  rmsprop -> SGD(momentum=0.5, nesterov=True)",
        "compile.metrics    not set -> mae",
        "fit.callbacks      EarlyStopping(patience=3) -> not set",
    ):
        assert line in shown


def test_layers_of_own_classes_are_compared_by_their_arguments(folder: Folder) -> None:
    folder.write("a.json", spec({"type": "mine:Gate", "size": 3, "mode": "slow"}))
    folder.write("b.json", spec({"type": "mine:Gate", "size": 4, "scale": 0.5}))
    shown = folder.run("diff", "a.json", "b.json").out
    assert "size   3 -> 4\n      mode   slow -> not set\n      scale  not set -> 0.5\n" in shown
