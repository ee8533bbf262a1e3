"""A bug of kspec's own is an internal error, never a finding about the model."""

import json
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

import kspec
from kspec.cli.main import main
from kspec.spec.operations.shaping import Transpose

SPEC = {
    "inputs": {"x": {"shape": [3, 4]}},
    "layers": [{"type": "keras.ops.transpose", "axes": [0, 2, 1]}],
}


@pytest.fixture
def _bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def output_shape(*_: object) -> NoReturn:
        raise AttributeError("no such attribute")

    monkeypatch.setattr(Transpose, "compute_output_shape", output_shape)


def test_the_model_is_right() -> None:
    assert not [one for one in kspec.lint(SPEC).findings if one.severity == "error"]


@pytest.mark.usefixtures("_bug")
def test_a_bug_is_raised_to_a_caller() -> None:
    with pytest.raises(AttributeError, match="no such attribute"):
        kspec.lint(SPEC)


@pytest.mark.usefixtures("_bug")
def test_a_bug_ends_the_command(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps(SPEC))
    result = CliRunner().invoke(main, ["lint", str(path)])
    assert result.exit_code == 2
    assert "internal error" in result.output
    assert "KS105" not in result.output


@pytest.mark.usefixtures("_bug")
def test_a_bug_in_one_file_keeps_none_from_being_checked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"kspec": 1, **SPEC}))
    (tmp_path / "b.json").write_text('{"kspec": 1, "layers": [{"type": "Dence"}]}')
    result = CliRunner().invoke(main, ["lint", str(tmp_path), "--output-format", "concise"])
    assert result.exit_code == 2
    assert "a.json: internal error" in result.output
    assert "KS101" in result.output
