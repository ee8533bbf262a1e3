"""A spec that names a file of Keras: its network is read, linted and sized from there."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import kspec


def stack(**fields: Any) -> dict[str, Any]:
    dense = {"units": 3, "name": "dense", **fields}
    layers = [
        {"module": "keras.layers", "class_name": name, "config": config, "registered_name": None}
        for name, config in (("InputLayer", {"batch_shape": [None, 4]}), ("Dense", dense))
    ]
    config = {"name": "stack", "trainable": True, "layers": layers}
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": config,
        "registered_name": None,
        "compile_config": {"optimizer": "adam", "loss": "mse"},
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "specs").mkdir()
    (tmp_path / "stack.json").write_text(json.dumps(stack()))
    (tmp_path / "broken.json").write_text(json.dumps(stack(units=-1)))
    (tmp_path / "cut.json").write_text('{"class_name": ')
    with zipfile.ZipFile(tmp_path / "stack.keras", "w") as archive:
        archive.writestr("config.json", json.dumps(stack()))
    return tmp_path


def spec(project: Path, model: str, **fields: Any) -> Path:
    path = project / "specs" / "spec.json"
    path.write_text(json.dumps({"kspec": 1, "model": model, **fields}))
    return path


@pytest.mark.parametrize("name", ["../stack.json", "../stack.keras"])
def test_the_network_and_its_compile_config_are_those_of_the_file(project: Path, name: str) -> None:
    loaded = kspec.load(spec(project, name, task="regression"))
    assert loaded.network.name == "stack"
    assert loaded.compile is not None
    assert type(loaded.compile.loss).__name__ == "MeanSquaredError"
    assert kspec.summarize(spec(project, name)).trainable_params == 15


def test_a_loaded_spec_holds_what_it_was_read_from(project: Path) -> None:
    loaded = kspec.load(spec(project, "../stack.json"))
    (project / "stack.json").unlink()
    assert loaded.document["model"] == stack()
    assert kspec.lint(loaded).ok


def test_a_fault_in_the_file_is_said_at_its_path(project: Path) -> None:
    (finding,) = kspec.lint(spec(project, "../broken.json")).findings
    assert finding.code == "KS105"
    assert finding.path == ("model",)
    assert finding.message.endswith("(../broken.json, at /config/layers/1/config/units)")
    assert finding.fix is None


def test_a_file_that_cannot_be_parsed(project: Path) -> None:
    (finding,) = kspec.lint(spec(project, "../cut.json")).findings
    assert (finding.code, finding.path) == ("KS001", ("model",))


def outside(project: Path) -> str:
    (project.parent / "other.json").write_text(json.dumps(stack()))
    return "../../other.json"


def through_a_link(project: Path) -> str:
    (project / "link.json").symlink_to(project.parent / "other.json")
    (project.parent / "other.json").write_text(json.dumps(stack()))
    return "../link.json"


@pytest.mark.parametrize("place", [outside, through_a_link])
def test_a_file_outside_of_the_project_is_not_read(project: Path, place: Any) -> None:
    (finding,) = kspec.lint(spec(project, place(project))).findings
    assert finding.code == "KS004"
    assert "is not in the project of this spec" in finding.message


def test_a_file_that_is_not_there(project: Path) -> None:
    (finding,) = kspec.lint(spec(project, "gone.json", task="regression")).findings
    assert finding.code == "KS004"
    assert finding.message == '"gone.json" cannot be read: No such file or directory'


def test_a_spec_is_no_file_of_keras(project: Path) -> None:
    (finding,) = kspec.lint(spec(project, "spec.json")).findings
    assert finding.code == "KS004"
    assert finding.message == 'This is a kspec spec, and "model" takes what Keras wrote'
