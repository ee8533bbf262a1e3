"""The contract of a layer: silent on a right one, and each fault is found and explained."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kspec.cli.main import main
from kspec.executor.errors import ExecutorError
from tests.outputs.schemas import held_to

pytestmark = pytest.mark.contract


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def check(name: str, *arguments: str) -> Result:
    command = ["check-layer", f"foreign_layers:{name}", "--output-format", "json", *arguments]
    return CliRunner().invoke(main, command)


@pytest.mark.slow
def test_a_right_layer_passes_everything() -> None:
    checked = check("Right", "--config", '{"units": 3}')
    assert checked.exit_code == 0, checked.output
    assert len(held_to("check-layer", json.loads(checked.output))["checks"]) == 11


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("name", "check_name", "seen"),
    [
        ("Nameless", "it can be made, with a name", "name"),
        ("Undefined", "it builds and gives an output", "'unit' is not defined (in build, line"),
        ("Late", "build makes all of its weights", "1 more"),
        ("Promises", "its output has the shape that it promises", "promises"),
        ("Forgets", "its config comes back as it was", "units"),
        ("Keeps", "a saved model gives the same", "loaded again"),
        ("Deaf", "a gradient reaches every trainable weight", "kernel"),
        ("Stray", "build makes all of its weights", "shift is a variable of TensorFlow"),
        ("Shapeless", "build makes all of its weights", "takes the shape of its input"),
        ("Again", "it builds and gives an output", "Make every weight in build"),
        ("Noisy", "outside training it gives the same twice", "Two calls"),
        ("Silent", "it builds and gives an output", "no tensor"),
        ("Whole", "it builds and gives an output", "Keep the first axis"),
        ("Takes", "it builds and gives an output", "Call it call"),
        ("Drops", "its config comes back as it was", "trainable, dtype"),
        ("Renames", "its config comes back as it was", "under their own names"),
        ("Taken", "it can be made", "take another"),
        ("Values", "it is the same in a compiled graph", "there are no values"),
        ("Turned", "it builds and gives an output", "The shapes do not go together"),
        ("Anew", "outside training it gives the same twice", "new each time"),
        pytest.param(
            "Numpy",
            "it is the same in a compiled graph",
            "Compute with keras.ops in call",
            marks=pytest.mark.tensorflow,
        ),
    ],
)
def test_a_fault_is_found_where_it_is(name: str, check_name: str, seen: str) -> None:
    checked = check(name, "--config", '{"units": 3}')
    assert checked.exit_code == 1, checked.output
    said = held_to("check-layer", json.loads(checked.output))
    failed = [verdict for verdict in said["checks"] if not verdict["passed"]]
    assert [verdict["check"] for verdict in failed] == [check_name]  # one cause, told once
    assert seen in f"{failed[0]['failed']} {failed[0]['help']}"
    assert "\x1b" not in failed[0]["failed"]
    assert failed[0]["help"]


@pytest.mark.parametrize(
    "arguments",
    [("Inner",), ("Pair",), ("Listed", "--shape", "4", "--shape", "4")],
    ids=lambda given: given[0],
)
def test_other_right_layers_pass(arguments: tuple[str, ...]) -> None:
    checked = check(*arguments)
    assert checked.exit_code == 0, checked.output


LINEAR = """import keras


class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        input_dim = input_shape[-1]
        self.w = self.add_weight(shape=(input_dum, self.units))
        self.b = self.add_weight(shape=(self.units,))

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b
"""


def test_all_that_is_wrong_is_told_at_once_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The class that beginners copy, with a word misspelt and an import forgotten."""
    (tmp_path / "copied_layer.py").write_text(LINEAR, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    command = ["check-layer", "copied_layer:Linear", "--config", '{"units": 3}']
    checked = CliRunner().invoke(main, [*command, "--output-format", "json"])
    said = held_to("check-layer", json.loads(checked.output))
    failed = [(one["check"], one["line"]) for one in said["checks"] if not one["passed"]]
    assert failed == [
        ("it can be made, with a name", 5),
        ("it builds and gives an output", 11),
        ("every name in its code is defined", 15),
    ]
    monkeypatch.chdir(tmp_path)
    by_file = ["check-layer", "copied_layer.py:Linear", *command[2:]]
    shown = CliRunner().invoke(main, by_file).output
    assert "'input_dum' is not defined (in build, line 11)" in shown
    assert "`tf` is not defined: Linear.call raises a NameError here (line 15)" in shown
    assert "(line 5)" in shown


def test_an_argument_that_the_config_leaves_out_is_named() -> None:
    checked = check("Forgets")
    assert "does not hold units, rate" in checked.output


@pytest.mark.slow
def test_the_layers_of_keras_pass() -> None:
    import keras

    from kspec.executor.check_layer import check_layer

    cases: list[tuple[Any, dict[str, Any], list[tuple[int, ...]]]] = [
        (keras.layers.Dense, {"units": 3}, [(8,)]),
        (keras.layers.Conv2D, {"filters": 2, "kernel_size": 3}, []),
        (keras.layers.LSTM, {"units": 2}, []),
        (keras.layers.BatchNormalization, {}, [(4,)]),
        (keras.layers.MaxPooling2D, {}, []),
        (keras.layers.GaussianNoise, {"stddev": 0.1}, [(4,)]),
        (keras.layers.Concatenate, {}, [(4,), (5,)]),
        (keras.layers.Dot, {"axes": 1}, []),
        (keras.layers.MultiHeadAttention, {"num_heads": 1, "key_dim": 2}, [(3, 4), (5, 4)]),
    ]
    for cls, config, shapes in cases:
        verdicts = check_layer(cls, config, *shapes)
        assert [verdict for verdict in verdicts if verdict.failed] == []


def test_what_is_no_layer_is_one_sentence() -> None:
    refused = check("mean_square")
    assert refused.exit_code == 2
    assert "derived from keras.layers.Layer" in refused.output
    missing = CliRunner().invoke(main, ["check-layer", "no_such_module:Layer"])
    assert missing.exit_code == 2
    assert "cannot be imported" in missing.output
    elsewhere = CliRunner().invoke(main, ["check-layer", "../layers.py:Layer"])
    assert "Run it in the folder of the file: layers:Layer." in elsewhere.output


def test_arguments_that_are_missing_are_named() -> None:
    import keras

    from kspec.executor.check_layer import check_layer

    verdict, names = check_layer(keras.layers.Dense, {})
    assert names.failed is None
    assert "units" in (verdict.failed or "")
    assert verdict.help == "Give its arguments: --config '{\"units\": 8}'."
    with pytest.raises(ExecutorError, match="no class"):
        check_layer(len, {})
