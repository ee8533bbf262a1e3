"""Answers of each tool: short, and with advice where there is none."""

import json
from pathlib import Path
from typing import Any

import pytest

from kspec.linter.rules.index import RULES
from kspec.mcp.answers import MOST_BYTES, size
from kspec.mcp.arguments import Roots
from kspec.mcp.tools import FILES, TOOLS, call
from kspec.service.errors import AnswerError
from kspec.spec.index import CLASSES
from kspec.spec.tasks import TASKS

FAULTY: dict[str, Any] = {
    "inputs": {"shape": [20]},
    "layers": [{"type": "Dense", "units": 1, "activation": "softmax"}],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam"},
}
MANY = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "units": 1, f"unit_{index}": 1} for index in range(900)],
}
LONG = {
    "inputs": {"shape": [4]},
    "layers": [{"type": "Dense", "name": f"layer_{index}", "units": 4} for index in range(900)],
}
CODE = """import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy")
"""
NAMES = sorted({name for kind in CLASSES.values() for name in kind})


def asked(tool: str, /, **arguments: object) -> Any:
    answer = call(tool, arguments)
    assert size(answer) <= MOST_BYTES
    return json.loads(answer) if tool in {"lint_spec", "fix_spec"} else answer


@pytest.mark.parametrize("spec", [FAULTY, json.dumps(FAULTY), json.dumps(FAULTY, indent=2)])
def test_a_spec_is_linted_as_an_object_or_a_text(spec: object) -> None:
    found = asked("lint_spec", spec=spec)
    assert (found["ok"], found["errors"]) == (False, 1)
    (finding,) = found["findings"]
    assert (finding["code"], finding["pointer"], finding["fix"]) == (
        "KS303",
        "/layers/0/activation",
        "safe",
    )
    assert "more" not in found


def test_keras_code_is_linted_sized_and_converted() -> None:
    (finding,) = asked("lint_spec", spec=CODE)["findings"]
    assert (finding["code"], finding["line"]) == ("KS303", 3)
    assert "dense Dense (None, 1) 5" in asked("summarize_spec", spec=CODE)
    spec = json.loads(asked("convert_spec", spec=CODE.replace("softmax", "sigmoid")))
    assert [(one["type"], one["units"]) for one in spec["layers"]] == [("Dense", 1)]
    assert asked("diff_specs", old=CODE, new=CODE) == "The two say the same."


SMALL = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 3}]}
TWO = f"{CODE}other = keras.Sequential([keras.Input((4,)), keras.layers.Dense(7)])\n"


def test_one_of_the_models_of_code_is_named() -> None:
    for tool in ("summarize_spec", "convert_spec"):
        with pytest.raises(AnswerError, match=r"builds model at 3:9, other at 5:9: choose one"):
            asked(tool, spec=TWO)
    assert "dense_1 Dense (None, 7) 35" in asked("summarize_spec", spec=TWO, model="other")
    assert '"units": 7' in asked("convert_spec", spec=TWO, model="5")
    new = TWO.replace("7", "9")
    assert "units   7 -> 9" in asked("diff_specs", old=TWO, new=new, model="other")


def test_a_file_that_a_file_names_is_read(tmp_path: Path) -> None:
    keras = json.loads(asked("convert_spec", spec=SMALL, to="keras"))
    (tmp_path / "network.json").write_text(json.dumps(keras))
    (tmp_path / "a.json").write_text('{"kspec": 1, "model": "network.json"}')
    given = {"path": "a.json"}
    roots = Roots([tmp_path])
    assert "dense Dense (None, 3) 15" in call("summarize_spec", given, roots)
    assert '"units": 3' in call("convert_spec", given, roots)
    compared = call("diff_specs", {"old_path": "a.json", "new": SMALL}, roots)
    assert compared == "The two say the same."


def test_a_path_that_is_given_as_a_text_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(CODE)
    compared = call("diff_specs", {"old": "train.py", "new": CODE}, Roots([tmp_path]))
    assert compared == "The two say the same."


def test_a_finding_in_a_notebook_names_its_cell() -> None:
    cells = [{"cell_type": "code", "source": one} for one in ("import keras", CODE)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (finding,) = asked("lint_spec", spec=json.dumps(notebook))["findings"]
    assert (finding["code"], finding["cell"], finding["line"]) == ("KS303", 2, 3)


def test_yaml_is_linted_too() -> None:
    yaml = "inputs: {shape: [4]}\nlayers:\n- {type: Dense, unit: 1}\n"
    assert [one["line"] for one in asked("lint_spec", spec=yaml)["findings"]] == [3]


def test_a_task_is_taken_where_the_spec_says_none() -> None:
    spec = {**FAULTY, "layers": [{"type": "Dense", "units": 1}], "compile": {"loss": "mse"}}
    assert asked("lint_spec", spec=spec) == {"ok": True}
    assert asked("lint_spec", spec=spec, task="binary_classification")["warnings"]
    with pytest.raises(AnswerError, match='did you mean "regression"'):
        asked("lint_spec", spec=spec, task="regresion")


def test_only_the_first_findings_are_listed() -> None:
    found = asked("lint_spec", spec=MANY)
    assert len(found["findings"]) == 20
    assert found["errors"] == found["more"] + 20 == 900


def test_fixes_give_the_text_and_what_is_left() -> None:
    found = asked("fix_spec", spec=FAULTY)
    assert (found["fixed"], found["left"]) == (1, {"ok": True})
    assert '"activation": "sigmoid"' in found["text"]
    assert asked("fix_spec", spec=found["text"]) == {"fixed": 0, "left": {"ok": True}}


def test_fixes_of_a_long_text_or_a_file_are_a_diff(tmp_path: Path) -> None:
    long = {**LONG, "layers": [*LONG["layers"], *FAULTY["layers"]], "compile": FAULTY["compile"]}
    assert '"activation": "sigmoid"' in asked("fix_spec", spec=long)["diff"]
    (tmp_path / "a.json").write_text(
        json.dumps(LONG, indent=2).replace('"units": 4', '"unit": 4', 1)
    )
    found = json.loads(call("fix_spec", {"path": "a.json"}, Roots([tmp_path])))
    assert found["diff"].splitlines()[-5:][0].startswith("-")


def test_sizes_are_short_rows_with_totals() -> None:
    text = asked("summarize_spec", spec=FAULTY)
    head, row = text.splitlines()
    assert head.startswith("model: 21 parameters (84 B), 21 trainable, activations")
    assert row == "dense Dense (None, 1) 21"
    rows = asked("summarize_spec", spec=LONG).splitlines()
    assert "more lines: run `kspec summary FILE`" in rows[-1]


def test_a_spec_without_a_network_says_what_to_do() -> None:
    with pytest.raises(AnswerError, match="call lint_spec, then fix_spec"):
        call("summarize_spec", {"spec": '{"inputs": {"shape": [4]}, "layers": ['})
    with pytest.raises(AnswerError, match="new makes no network"):
        call("diff_specs", {"old": CODE, "new": "import keras"})


def test_every_class_is_described_in_short() -> None:
    assert len(NAMES) > 400
    assert [name for name in NAMES if not asked("describe", name=name).startswith("# ")] == []


def test_the_fields_of_a_class_have_types_and_defaults() -> None:
    text = asked("describe", name="Conv2D")
    assert "- filters required: an integer greater than 0. Number of kernels" in text
    assert '- padding = "valid": "valid" or "same"' in text
    with pytest.raises(AnswerError, match='did you mean "Conv2D"'):
        asked("describe", name="Conv2")


def test_every_rule_is_explained_in_short() -> None:
    codes = [entry.code for entry in RULES]
    wrong = [one for one in codes if not asked("explain_rule", code=one).startswith(f"# {one} ")]
    assert wrong == []


def test_a_difference_is_shown() -> None:
    new = {**FAULTY, "compile": {"loss": "mse", "optimizer": "adam"}}
    text = asked("diff_specs", old=FAULTY, new=new)
    assert "~ compile.loss  binary_crossentropy -> mean_squared_error" in text
    assert len(asked("diff_specs", old=FAULTY, new=LONG)) > 1000


def test_a_spec_is_written_in_another_form() -> None:
    assert "keras.Sequential" in asked("convert_spec", spec=FAULTY, to="python")
    assert json.loads(asked("convert_spec", spec=FAULTY))["kspec"] == 1
    with pytest.raises(AnswerError, match="run `kspec convert FILE"):
        asked("convert_spec", spec=LONG, to="keras")


@pytest.mark.parametrize("task", TASKS)
def test_a_first_spec_of_every_task_is_clean(task: str) -> None:
    text = asked("start_spec", task=task)
    spec, _ = json.JSONDecoder().raw_decode(text)
    assert asked("lint_spec", spec=spec) == {"ok": True}


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("lint", {}, "There is no tool"),
        ("lint_spec", {}, "Give either `spec`"),
        ("lint_spec", {"spec": "", "path": "a"}, "Give either `spec`"),
        ("diff_specs", {"old": CODE}, "Give either `new` (a text or an object) or `new_path`"),
        ("lint_spec", {"spec": "train.py"}, "give the text of the file as `spec`"),
        ("lint_spec", {"spec": 3}, "`spec` must be of type string or object"),
        ("lint_spec", {"sepc": ""}, "There is no argument `sepc`: this takes spec, path, task"),
        ("lint_spec", {"path": "a.json"}, "give the text of the file as `spec`"),
        ("fix_spec", {"spec": "", "unsafe": "yes"}, "`unsafe` must be of type boolean"),
        ("describe", {}, "Give `name` too"),
        ("start_spec", {"task": "regression", "shape": [0]}, "without the batch"),
        ("start_spec", {"task": "regression", "shape": [1] * 9}, "No first network"),
        ("convert_spec", {"spec": FAULTY, "to": "onnx"}, "it is one of keras, native, python"),
        ("explain_rule", {"code": "KS99"}, "is no rule"),
        ("lint_spec", {"spec": "x" * (2**20 + 1)}, "lint it with the shell"),
    ],
)
def test_a_wrong_call_says_what_to_do(name: str, arguments: Any, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        call(name, arguments)
    assert message in str(caught.value)


def test_files_are_read_in_the_roots_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "project", tmp_path / "elsewhere"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.json").write_text(json.dumps(FAULTY))
    (inside / "link.json").symlink_to(outside / "a.json")
    roots = Roots([inside])
    assert json.loads(call("lint_spec", {"path": "a.json"}, roots))["errors"] == 1
    assert json.loads(call("lint_spec", {"path": str(inside / "a.json")}, roots))["errors"] == 1
    for path in ("../elsewhere/a.json", str(outside / "a.json"), "link.json", "/etc/passwd"):
        with pytest.raises(AnswerError, match="is outside of"):
            call("lint_spec", {"path": path}, roots)
    for path in ("b.json", ".", "a\0b", "x" * 5000):
        with pytest.raises(AnswerError, match="cannot be read"):
            call("lint_spec", {"path": path}, roots)
    more = Roots([inside, outside])
    assert json.loads(call("lint_spec", {"path": "link.json"}, more))["errors"] == 1


def test_the_definitions_take_few_tokens() -> None:
    told = [
        {"name": tool.name, "description": tool.text, "inputSchema": tool.schema()}
        for tool in TOOLS.values()
    ]
    characters_a_token = 4
    assert len(json.dumps(told)) / characters_a_token < 1000


def test_a_server_that_reads_no_files_offers_no_paths() -> None:
    for tool in TOOLS.values():
        assert not set(FILES).intersection(tool.schema(files=False)["properties"])


def test_a_file_is_linted_under_the_settings_of_its_project(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(FAULTY))
    settings = tmp_path / "kspec.toml"
    settings.write_text('ignore = ["KS303"]\n')
    roots = Roots([tmp_path])
    assert json.loads(call("lint_spec", {"path": "a.json"}, roots)) == {"ok": True}
    assert json.loads(call("fix_spec", {"path": "a.json"}, roots))["fixed"] == 0
    settings.write_text("ignore = 3\n")
    with pytest.raises(AnswerError, match="mend the settings, or give the text"):
        call("lint_spec", {"path": "a.json"}, roots)
