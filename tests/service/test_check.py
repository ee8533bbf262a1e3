"""Check of a text for a page."""

import json
from pathlib import Path

from kspec.linter.documents import parse_file
from kspec.service.answers import lint_text, plot
from kspec.service.check import check
from kspec.service.models import network_of
from tests.outputs.schemas import held_to

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FAULTY = (EXAMPLES / "faulty" / "digits.json").read_text("utf-8")
NESTED = """{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Sequential", "name": "body", "layers": [{"type": "Dense", "units": 3}]},
    {"type": "Dense", "units": 2}
  ]
}"""


def test_it_is_the_report_the_sizes_and_the_picture() -> None:
    answer = check(FAULTY, "digits.json")
    held_to("check", json.loads(json.dumps(answer)))
    assert answer["report"] == lint_text(FAULTY, "digits.json").to_dict()
    (model,) = answer["models"]
    assert model["svg"] == plot(network_of(FAULTY, "digits.json"))
    assert [layer["shape"] for layer in model["layers"]][-1] == "(None, 10)"


def test_the_models_of_code_have_the_names_of_their_variables() -> None:
    layers = "keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])"
    code = f"import keras\nencoder = {layers}\ndecoder = {layers}\n"
    models = check(code, "train.py")["models"]
    assert [model["name"] for model in models] == ["encoder", "decoder"]
    assert [f">{model['name']}</text>" in str(model["svg"]) for model in models] == [True, True]


def test_every_layer_has_its_place_and_nested_ones_come_behind_their_model() -> None:
    (model,) = check(NESTED, "x.json")["models"]
    rows = [
        (one["name"], one["path"], one["start"]["line"], one["parameters"])
        for one in model["layers"]
    ]
    assert rows == [
        ("body", "/layers/0", 4, 15),
        ("dense", "/layers/0/layers/0", 4, 15),
        ("dense", "/layers/1", 5, 8),
    ]


def test_a_text_without_a_network_has_findings_alone() -> None:
    answer = check("[1, 2", "x.json")
    assert answer["models"] == []
    assert answer["report"]["findings"]
    assert answer["text"] == parse_file("[1, 2", "x.json").text


CODE = """import keras
from keras import layers


def make(units):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])


small, large = make(2), make(8)
"""


def test_code_has_all_models_that_it_builds_with_their_places() -> None:
    models = check(CODE, "train.py")["models"]
    rows = [(row["shape"], row["start"]["line"]) for one in models for row in one["layers"]]
    assert rows == [("(None, 2)", 6), ("(None, 8)", 6)]
    assert all(one["svg"] for one in models)
