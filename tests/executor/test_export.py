"""`kspec export`: a model that answers as its run does, and its card."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from kspec.cli.main import main
from kspec.executor import export as exporting
from kspec.executor import export_formats
from kspec.executor.errors import ExecutorError
from kspec.executor.export_formats import FORMATS
from kspec.executor.model_card import model_card

ROWS = [f"{n % 7},{n % 5},{n % 2}" for n in range(60)]
SPEC: dict[str, Any] = {
    "kspec": 1,
    "inputs": {"u": {"shape": [1]}, "v": {"shape": [1]}},
    "layers": [
        {"type": "Concatenate", "name": "both", "inputs": ["u", "v"]},
        {"type": "Dense", "name": "kind", "units": 2, "activation": "softmax", "inputs": "both"},
    ],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "data": {"source": "t.csv", "target": "kind"},
    "fit": {"epochs": 2, "validation_split": 0.2},
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    (folder / "t.csv").write_text("\n".join(["u,v,kind", *ROWS]), "utf-8")
    (folder / "spec.json").write_text(json.dumps(SPEC), "utf-8")
    result = run("train", folder / "spec.json", "--run-dir", folder / "run")
    assert result.exit_code == 0, result.output
    return folder / "run"


@pytest.fixture(params=list(FORMATS))
def form(request: pytest.FixtureRequest) -> str:
    """A format; its tests are skipped where its packages are not installed."""
    name: str = request.param
    for package in FORMATS[name].packages:
        pytest.importorskip(package, reason=f"{package} is not installed")
    return name


@pytest.mark.slow
def test_a_model_of_two_inputs_answers_as_its_run(trained: Path, form: str) -> None:
    result = run("export", trained, "--format", form)
    assert result.exit_code == 0, result.output
    assert "answers for 12 samples differ by at most" in result.output
    folder = trained / f"export-{form}"
    written = "model/saved_model.pb" if form == "savedmodel" else f"model{FORMATS[form].suffix}"
    assert (folder / written).exists()
    card = (folder / "model-card.md").read_text("utf-8")
    assert f"Format: {form}." in card
    again = run("export", trained, "--format", form)
    assert again.exit_code == 2
    assert "exists: name another place with -o." in again.output


@pytest.mark.slow
def test_a_sequential_model_answers_as_its_run(tmp_path: Path, form: str) -> None:
    (tmp_path / "t.csv").write_text("\n".join(["u,v,kind", *ROWS]), "utf-8")
    layers = [{"type": "Dense", "units": 2, "activation": "softmax"}]
    spec = SPEC | {"inputs": {"shape": [2]}, "layers": layers}
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    trained = run("train", tmp_path / "spec.json", "--run-dir", tmp_path / "run")
    assert trained.exit_code == 0, trained.output
    result = run("export", tmp_path / "run", "--format", form)
    assert result.exit_code == 0, result.output
    assert "answers for 12 samples differ by at most" in result.output


@pytest.mark.slow
def test_other_answers_are_an_error(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_answers", lambda *_: [np.zeros((12, 2), np.float32)])
    result = run("export", trained, "-o", tmp_path / "model.keras")
    assert result.exit_code == 2
    assert "does not answer as the run does" in result.output
    assert not (tmp_path / "model-card.md").exists()


@pytest.mark.slow
def test_a_model_of_bytes_answers_as_its_run(tmp_path: Path) -> None:
    x = np.arange(600, dtype="uint8").reshape(60, 10)
    np.savez(tmp_path / "t.npz", x=x, y=np.arange(60) % 2)
    layers = [{"type": "Rescaling", "scale": 0.004}, {"type": "Dense", "units": 2}]
    loss = {"type": "SparseCategoricalCrossentropy", "from_logits": True}
    spec = {"inputs": {"shape": [10]}, "layers": layers, "compile": {"loss": loss}}
    spec |= {"data": {"source": "t.npz"}, "fit": {"epochs": 1}}
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    assert run("train", tmp_path / "spec.json", "--run-dir", tmp_path / "run").exit_code == 0
    result = run("export", tmp_path / "run", "--format", "savedmodel")
    assert result.exit_code == 0, result.output
    assert "answers for 12 samples differ by at most" in result.output


@pytest.mark.slow
def test_the_card_says_what_it_was_trained_on(trained: Path) -> None:
    card = model_card(trained)
    assert "48 training, 12 validation (" in card
    assert "t.csv`" in card
    assert "- val_loss: `" in card
    assert '"softmax"' in card


def test_a_folder_that_is_no_run_is_one_sentence(tmp_path: Path) -> None:
    result = run("export", tmp_path)
    assert result.exit_code == 2
    assert "is no run directory" in result.output


@pytest.mark.contract
def test_what_a_backend_cannot_export_names_another(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    def refuse(*_: object, **__: object) -> None:
        raise ValueError("Detected mismatch\nFor more information, read on.")

    monkeypatch.setattr(keras.Model, "export", refuse)
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    result = run("export", trained, "--format", "savedmodel", "-o", trained / "refused")
    assert result.exit_code == 2
    assert "as savedmodel on torch: Detected mismatch. TensorFlow may:" in result.output


def test_a_package_that_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_formats, "find_spec", lambda _: None)
    with pytest.raises(ExecutorError, match=r"needs openvino: pip install 'kspec\[openvino\]'"):
        export_formats.check_packages("openvino")
