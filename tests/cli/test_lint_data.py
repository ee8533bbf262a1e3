"""`kspec lint --data`."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kspec.cli.main import main

SPEC: dict[str, Any] = {
    "inputs": {"shape": [8, 8, 1]},
    "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 10, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy"},
}
X = np.linspace(0, 1, 200 * 64).reshape(200, 64)
LABELS = np.arange(200) % 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.json").write_text(json.dumps(SPEC))
    return tmp_path


def run(folder: Path, data: str, spec: dict[str, Any] | None = None) -> tuple[int, list[str], str]:
    """The exit code, the codes of the findings, and what was complained of."""
    path = folder / "model.json"
    if spec is not None:
        path.write_text(json.dumps(spec))
    asked = ["lint", str(path), "--data", data, "--output-format", "json"]
    result = CliRunner().invoke(main, asked)
    findings = json.loads(result.stdout)["findings"] if result.stdout else []
    return result.exit_code, [finding["code"] for finding in findings], result.stderr


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_archive(folder: Path, save: Any) -> None:
    data = folder / "data.npz"
    save(data, x=X, y=LABELS)
    assert run(folder, str(data)) == (0, [], "")
    save(data, x=X * 255, y=LABELS + 1)
    assert run(folder, str(data)) == (1, ["KS601", "KS604"], "")


def test_folder_of_arrays(folder: Path) -> None:
    np.save(folder / "x.npy", X)
    np.save(folder / "y.npy", np.where(LABELS == 3, -1, LABELS))
    assert run(folder, str(folder)) == (1, ["KS604"], "")


def test_table_with_texts_that_kspec_numbers(folder: Path) -> None:
    rows = [f"{index},{index % 7},{'cat' if index % 2 else 'dog'}" for index in range(40)]
    data = folder / "pets.csv"
    data.write_text("\n".join(["a,b,kind", *rows]))
    spec = {
        "inputs": {"shape": [2]},
        "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
        "compile": {"loss": "binary_crossentropy"},
        "data": {"source": "pets.csv", "target": "kind", "target_encoding": "binary"},
    }
    assert run(folder, "source", spec) == (0, [], "")


def test_what_the_spec_names_with_its_validation(folder: Path) -> None:
    np.savez(folder / "train.npz", x=X, y=LABELS)
    np.savez(folder / "held_out.npz", x=X[:20], y=LABELS[:20])
    spec = {**SPEC, "data": {"source": "train.npz", "validation": "held_out.npz"}}
    assert run(folder, "source", spec) == (0, ["KS609"], "")


def test_an_overlap_is_shown_where_the_part_is_named(folder: Path) -> None:
    np.savez(folder / "all.npz", x=X, y=LABELS)
    spec = {**SPEC, "data": {"source": "all.npz", "validation": "all.npz", "test": "all.npz"}}
    path = folder / "model.json"
    path.write_text(json.dumps(spec))
    asked = ["lint", str(path), "--data", "source", "--output-format", "json"]
    findings = json.loads(CliRunner().invoke(main, asked).stdout)["findings"]
    assert [(one["code"], one["path"]) for one in findings] == [
        ("KS609", "/data/validation"),
        ("KS615", "/data/test"),
    ]


def test_what_the_spec_names_with_its_test(folder: Path) -> None:
    np.savez(folder / "train.npz", x=X[:150], y=LABELS[:150])
    np.savez(folder / "test.npz", x=X[140:], y=LABELS[140:])
    spec = {**SPEC, "data": {"source": "train.npz", "test": "test.npz"}}
    assert run(folder, "source", spec) == (0, ["KS615"], "")
    spec["data"] = {"source": "train.npz", "test": 0.2}
    assert run(folder, "source", spec) == (0, [], "")


@pytest.mark.skipif(find_spec("sklearn") is None, reason="scikit-learn is not installed")
def test_named_set(folder: Path) -> None:
    assert run(folder, "sklearn:digits") == (0, [], "")


def test_data_that_cannot_be_read_is_a_failed_run(folder: Path) -> None:
    code, found, said = run(folder, "absent.npz")
    assert (code, found) == (2, [])
    assert "absent.npz" in said
    (folder / "broken.npz").write_bytes(b"nothing")
    code, _, said = run(folder, str(folder / "broken.npz"))
    assert code == 2
    assert "cannot be read as arrays" in said
    code, _, said = run(folder, "source")
    assert code == 2
    assert "does not say where its data is" in said


def test_a_script_takes_its_data_from_its_code(folder: Path) -> None:
    script = folder / "train.py"
    script.write_text("import keras\nkeras.Sequential([keras.layers.Dense(1)])\n")
    ran = CliRunner().invoke(main, ["lint", str(script), "--data", "nothing.csv"])
    assert ran.exit_code == 0
    assert "--data is for specs: `kspec run` checks" in ran.stderr


def test_the_data_that_a_spec_names_is_in_its_project(tmp_path: Path) -> None:
    folder, outside = tmp_path / "project", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    np.savez(outside / "data.npz", x=X, y=LABELS)
    spec = {**SPEC, "data": {"source": "../outside/data.npz"}}
    code, findings, said = run(folder, "source", spec)
    assert (code, findings) == (2, [])
    assert f"leads out of the project ({folder}): allow it with --allow-path {outside}" in said
    asked = ["lint", str(folder / "model.json"), "--data", "source"]
    assert CliRunner().invoke(main, [*asked, "--allow-path", str(outside)]).exit_code == 0
