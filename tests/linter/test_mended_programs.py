"""Fixes of a program: the one change, and no finding after it."""

import json
from functools import reduce
from typing import Any

import pytest

from kspec.linter.documents import parse_file
from kspec.linter.fixing import fixed
from kspec.linter.linter import Linter
from tests.programs import faulty_programs

PROGRAMS = {program.name: program.spec for program in faulty_programs()}

MENDED = [
    ("unet-odd", ("layers", 4, "type"), "ZeroPadding2D"),
    ("block-pooled-beside", ("layers", 9, "type"), "MaxPooling2D"),
    ("two-tower-add", ("layers", 2, "units"), 16),
    ("residual-of-sixteen", ("layers", 1, "filters"), 16),
    ("attention-widths", ("layers", 0, "units"), 16),
    ("unet-concat-axis", ("layers", 4, "axis"), -1),
    ("mask-concat-rank", ("layers", 2, "type"), "GlobalAveragePooling2D"),
    ("number-beside-pair", ("layers", 0, "target_shape"), [1]),
    ("both-directions-apart", ("layers", 0, "merge_mode"), "concat"),
    ("states-in-stack", ("layers", 0, "return_state"), False),
    ("both-ways-into-one", ("layers", 3, "units"), 256),
    ("gru-given-steps-and-state", ("layers", 1, "call", "initial_state", 0, "output"), 1),
    ("lstm-one-state", ("layers", 1, "call", "initial_state", 1, "output"), 2),
    ("any-size-flattened", ("layers", 2, "type"), "GlobalAveragePooling2D"),
    ("stateful-no-batch", ("inputs", "batch_size"), 32),
    ("larger-than-the-judge", ("layers", 1, "layers", 0, "shape"), [256, 256, 3]),
    ("td-lstm-3d", ("layers", 0, "type"), "LSTM"),
    ("thirty-frames-no-colour", ("inputs", "shape"), [30, 64, 64, 1]),
    ("all-frames-as-batch", ("inputs", "batch_shape"), [2710, 3, 32, 32, 1]),
    ("flatten-late", ("layers", 2, "type"), "Flatten"),
    ("cifar-first-order", ("inputs", "shape"), [32, 32, 3]),
    ("loss-key-typo", ("compile", "loss", "price"), "mse"),
    ("loss-by-name-seq", ("compile", "loss"), "mse"),
    ("multi-head-one-loss-list", ("compile", "loss"), ["mse", "mae"]),
    ("two-losses-one-name", ("compile", "loss"), ["mse", "mean_squared_error"]),
    ("two-weights-six-outputs", ("compile", "loss_weights"), [1.0, 0.1, 1.0, 1.0, 1.0, 1.0]),
    ("multi-out-metrics", ("compile", "metrics", 1), ["accuracy"]),
    ("decay-of-old", ("compile", "optimizer", "learning_rate", "type"), "InverseTimeDecay"),
    ("cosine-epochs", ("compile", "optimizer", "learning_rate", "decay_steps"), 78150),
    ("plateau-after-stop", ("fit", "callbacks", 0, "patience"), 1),
    ("loss-softmax-name", ("compile", "loss"), "sparse_categorical_crossentropy"),
    ("no-loss-in-compile", ("compile", "loss"), "mean_squared_error"),
    ("val-loss-as-metric", ("compile", "metrics"), ["acc"]),
    ("loss-for-one-of-two", ("compile", "loss", "size"), "mean_squared_error"),
    ("metrics-in-loss-weights", ("compile", "metrics"), ["accuracy"]),
    ("skin-patches", ("compile", "optimizer", "learning_rate", "decay_steps"), 1),
    ("dup-name", ("layers", 1, "name"), "a_2"),
    ("reuters-one-unit", ("layers", 3, "units"), 46),
    ("token-lstm-no-head", ("layers", 2, "units"), 5000),
    ("weather-days", ("layers", 2, "target_shape"), [3, 12]),
    ("seq-ae-repeat-short", ("layers", 1, "n"), 10),
    ("reshape-bad", ("layers", 0, "target_shape"), [28, 28, 1]),
    ("rotation-in-degrees", ("layers", 0, "factor"), 0.0833),
    ("neg-units", ("layers", 0, "units"), 3),
    ("shape-as-a-number", ("inputs", "shape"), [10]),
    ("lr-text", ("compile", "optimizer", "learning_rate"), 0.001),
    ("f1-on-logits", ("layers", 1, "activation"), "sigmoid"),
    ("frozen-base-in-vain", ("layers", 0, "layers", 0, "trainable"), False),
    ("layernorm-one-unit", ("layers", 2, "type"), "Dense"),
    ("bn-batch-of-one", ("fit", "batch_size"), 32),
]


@pytest.mark.parametrize(("name", "path", "value"), MENDED, ids=[one[0] for one in MENDED])
def test_fixes_make_one_change(name: str, path: tuple[str | int, ...], value: Any) -> None:
    checked = Linter().check(parse_file(json.dumps(PROGRAMS[name], indent=2), "model.json"))
    mended = fixed(checked, unsafe=True)
    assert mended.findings == []
    spec: Any = json.loads(mended.document.text)
    assert reduce(lambda part, key: part[key], path, spec) == value


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ({"type": "Input", "shape": [4]}, {"type": "InputLayer", "shape": [4]}),
        ({"type": "Tanh"}, {"type": "Activation", "activation": "tanh"}),
        ({"type": "GELU", "name": "a"}, {"type": "Activation", "activation": "gelu", "name": "a"}),
    ],
)
def test_layers_of_other_frameworks_become_those_of_keras(written: Any, mended: Any) -> None:
    dense = {"type": "Dense", "units": 1}
    first = [] if "shape" in written else [{"type": "InputLayer", "shape": [4]}, dense]
    text = json.dumps({"layers": [*first, written, dense]})
    spec: Any = json.loads(fixed(Linter().check(parse_file(text, "model.json"))).document.text)
    assert mended in spec["layers"]


def test_average_pooling_gets_the_window_of_keras_2() -> None:
    layers = [{"type": "AveragePooling2D"}, {"type": "Flatten"}, {"type": "Dense", "units": 1}]
    text = json.dumps({"inputs": {"shape": [8, 8, 1]}, "layers": layers})
    mended = fixed(Linter().check(parse_file(text, "model.json")))
    assert mended.findings == []
    assert json.loads(mended.document.text)["layers"][0]["pool_size"] == 2


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("BiLSTM", 'Write {"type": "Bidirectional", "layer": {"type": "LSTM", "units": ...}}.'),
        ("Conv", "Write Conv1D, Conv2D or Conv3D, by the axes of its input."),
        ("OutputLayer", 'Leave it out: the last layer gives the output, or "outputs" names those'),
    ],
)
def test_no_layer_of_another_meaning_is_offered(name: str, help_: str) -> None:
    text = json.dumps({"inputs": {"shape": [4]}, "layers": [{"type": name}]})
    finding, *_ = Linter().check(parse_file(text, "model.json")).findings
    assert (finding.fix, finding.help.startswith(help_)) == (None, True)


def test_one_tensor_into_a_merge_has_no_fix() -> None:
    text = json.dumps(
        {
            "inputs": {"shape": [4]},
            "layers": [{"type": "Dense", "units": 3}, {"type": "Add"}],
        }
    )
    (finding,) = (
        one
        for one in Linter().check(parse_file(text, "model.json")).findings
        if one.code == "KS202"
    )
    assert finding.fix is None
