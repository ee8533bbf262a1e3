"""Pictures of networks: what is on them, folded and marked, and that they are sound."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kspec.analysis.drawing.drawing import Mark, draw
from kspec.linter.sources import linted_from

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
Spec = dict[str, Any]
ESCAPE = "\x1b\u202e"


def drawn(spec: Any, *marks: Mark, **options: Any) -> str:
    analysis = linted_from(spec).analysis
    assert analysis is not None
    picture = draw(analysis, marks, **options)
    assert picture is not None
    return picture


def words(picture: str) -> list[str]:
    root = ET.fromstring(picture)  # noqa: S314 - our own
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def titles(picture: str) -> list[str]:
    root = ET.fromstring(picture)  # noqa: S314 - our own
    return [title.text or "" for title in root.iter(f"{SVG}title")]


def residual(times: int) -> Spec:
    layers: list[Spec] = [{"type": "Dense", "name": "start", "units": 8}]
    for number in range(times):
        before = layers[-1]["name"]
        layers += [
            {"type": "Dense", "name": f"block{number}_one", "units": 8, "activation": "relu"},
            {"type": "Dense", "name": f"block{number}_two", "units": 8},
            {"type": "Add", "name": f"block{number}_add", "inputs": [f"block{number}_two", before]},
        ]
    return {"inputs": {"shape": [8]}, "layers": layers}


def test_every_layer_is_told() -> None:
    picture = drawn(ROOT / "docs/examples/digits.json")
    assert words(picture)[:2] == ["digits-cnn", "6 layers, 3,210 parameters, 13,248 MACs"]
    for text in ("Conv2D32, 3, relu", "(None, 6, 6, 32)", "Dense10, softmax", "Dropout0.3"):
        assert text in words(picture)
    about = next(title for title in titles(picture) if title.startswith("conv2d ("))
    assert "filters: 32\n" in about
    sizes = "output: (None, 6, 6, 32)\nparameters: 320\nMACs: 10,368\nreceptive field: 3 x 3"
    assert about.endswith(sizes)


def test_repeated_blocks_are_drawn_once() -> None:
    picture = drawn(residual(5))
    assert f"{chr(215)} 5block0 to block4" in words(picture)
    assert "block0_add" in words(picture)
    assert "block1_add" not in words(picture)
    assert "block4_add" in words(drawn(residual(5), fold=False))
    assert chr(215) not in drawn(residual(1))


def test_blocks_that_differ_are_not_folded() -> None:
    spec = residual(3)
    spec["layers"][4]["activation"] = "tanh"
    spec["layers"][7]["use_bias"] = False
    assert chr(215) not in drawn(spec)


def test_nested_models_are_opened_on_demand() -> None:
    inner = {"type": "Dense", "name": "deep", "units": 3}
    spec = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Sequential", "name": "encoder", "layers": [inner]}],
    }
    assert words(drawn(spec))[1] == "1 layer, 15 parameters, 12 MACs"
    assert "deep" not in words(drawn(spec))
    assert {"encoder (Sequential)", "deep"} <= set(words(drawn(spec, expand=True)))


def test_marks_stand_at_their_layers_and_below() -> None:
    first = Mark((("compile", "loss"), ("layers", 0, "units")), "error", "KS1 error: wrong")
    second = Mark((("layers", 12, "name"),), "warning", "KS2 warning: hidden")
    third = Mark((("compile",),), "advice", "KS3 advice: nowhere")
    picture = drawn(residual(5), first, second, third)
    root = ET.fromstring(picture)  # noqa: S314 - our own
    assert words(picture)[-3:] == [
        f"{at}  {mark.text}" for at, mark in enumerate((first, second, third), 1)
    ]
    badges = [circle.get("class") for circle in root.iter(f"{SVG}circle")]
    assert sorted(map(str, badges)) == ["badge error", "badge warning"]
    assert any(title.endswith("KS1 error: wrong") for title in titles(picture))
    assert any(title.startswith(f"{chr(215)} 5") and "KS2" in title for title in titles(picture))


def test_a_layer_called_twice_is_drawn_twice() -> None:
    spec = {
        "inputs": {"a": {"shape": [4]}, "b": {"shape": [4]}},
        "layers": [
            {"type": "Dense", "name": "shared", "units": 3, "inputs": ["a"]},
            {"layer": "shared", "name": "second", "inputs": ["b"]},
            {"type": "Add", "inputs": ["shared", "second"]},
        ],
    }
    assert [text for text in words(drawn(spec)) if text.startswith("Dense")] == [
        "Dense3",
        "Dense (again)3",
    ]


def test_names_are_escaped() -> None:
    name = "<script>\"&'" + ESCAPE
    spec = {"name": name, "inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    picture = drawn(spec)
    assert words(picture)[0] == name.replace(ESCAPE, "\ufffd" * len(ESCAPE))
    assert "<script" not in picture


def test_nothing_is_fetched_and_themes_differ() -> None:
    auto, light, dark = (drawn(residual(2), theme=theme) for theme in ("auto", "light", "dark"))
    assert "prefers-color-scheme" in auto
    assert "prefers-color-scheme" not in light + dark
    assert light != dark
    assert re.findall(r"https?://[^\"]*", auto) == ["http://www.w3.org/2000/svg"]


def test_what_cannot_be_known_is_drawn() -> None:
    spec = {
        "inputs": {"shape": [None, 3]},
        "layers": [{"type": "mine.layers:Magic"}, {"type": "Dense", "units": 2}],
    }
    assert "?" in words(drawn(spec))


def test_the_same_picture_whatever_the_hashes() -> None:
    script = (
        "import sys; from kspec.analysis.drawing.drawing import draw;"
        "from kspec.linter.sources import linted_from; import json;"
        "sys.stdout.write(draw(linted_from(json.loads(sys.argv[1])).analysis))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script, json.dumps(residual(3))],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
