"""Texts without a file: linted as they are, whatever they name, and nothing is opened for them."""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import kspec
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from kspec.linter.report import Report

LAYERS = [{"type": "InputLayer", "shape": [4]}, {"type": "Dense", "units": 3, "name": "answer"}]
SPEC: dict[str, Any] = {"kspec": 1, "layers": LAYERS}
MISSPELT = json.dumps({"kspec": 1, "layers": [LAYERS[0], {"type": "Dense", "unit": 3}]}, indent=2)
NAMING = {
    "kspec": 1,
    "model": "secret.json",
    "data": {"source": "secret.csv", "target": "y"},
    "compile": {"optimizer": "adam", "loss": "mse"},
}


class Opened:
    """The files that Python opens between two calls; imported modules do not count."""

    def __init__(self) -> None:
        self.names: list[str] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.names is not None and event in {"open", "os.listdir", "os.scandir"}:
            name = str(arguments[0])
            if not name.endswith((".py", ".pyc", ".so")):
                self.names.append(name)

    @contextmanager
    def none(self) -> Iterator[None]:
        self.names = []
        try:
            yield
            assert [name for name in self.names if "site-packages" not in name] == []
        finally:
            self.names = None


OPENED = Opened()


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds what the texts name."""
    (tmp_path / "secret.json").write_text(json.dumps(SPEC))
    (tmp_path / "secret.csv").write_text("x,y\n1,2\n")
    (tmp_path / "secret.txt").write_text("one\ntwo\n")
    (tmp_path / "kspec.toml").write_text('ignore = ["KS1", "KS2"]\n')
    monkeypatch.chdir(tmp_path)
    kspec.lint_text("kspec: 1\n")  # what is imported at first is not of interest
    kspec.lint_text(json.dumps(NAMING))
    return tmp_path


@pytest.mark.parametrize("filename", [None, "spec.json", "specs/spec.json", "/etc/spec.json"])
def test_nothing_that_a_text_names_is_opened(folder: Path, filename: str | None) -> None:
    with OPENED.none():
        report = kspec.lint_text(json.dumps(NAMING), filename=filename)
    (finding,) = (one for one in report.findings if one.path == ("model",))
    assert "secret.json" in finding.message
    assert "Give both" in finding.help
    assert str(folder) not in str(report.to_dict())


def test_a_file_that_is_there_and_one_that_is_not_are_answered_alike(folder: Path) -> None:
    assert (folder / "secret.json").exists()
    there = kspec.lint_text(json.dumps(NAMING))
    absent = kspec.lint_text(json.dumps(NAMING).replace("secret", "absent"))
    assert str(there).replace("secret", "absent") == str(absent)


def test_a_mapping_opens_nothing_either(folder: Path) -> None:
    with OPENED.none():
        report = kspec.lint(NAMING)
    assert (folder / "secret.json").exists()
    assert any("Give both" in finding.help for finding in report.findings)


def test_vocabularies_and_settings_are_not_opened(folder: Path) -> None:
    words = {"type": "StringLookup", "vocabulary": "secret.txt"}
    text = json.dumps({"kspec": 1, "layers": [{"type": "InputLayer", "shape": [1]}, words]})
    assert (folder / "secret.txt").exists()
    with OPENED.none():
        kspec.lint_text(text)
        report = kspec.lint_text(MISSPELT)
    assert any(code.startswith("KS1") for code in codes(report)), "kspec.toml has no say"


@pytest.mark.parametrize("text", ["secret.json", "/etc/passwd", "/etc", "secret.csv", ""])
def test_a_text_that_is_the_name_of_a_file_is_a_text(folder: Path, text: str) -> None:
    assert (folder / "secret.json").exists()
    with OPENED.none():
        report = kspec.lint_text(text)
    assert not report.ok


def test_the_name_tells_the_format_and_is_shown() -> None:
    yaml = "kspec: 1\nlayers:\n- {type: InputLayer, shape: [4]}\n- {type: Dense, unit: 3}\n"
    report = kspec.lint_text(yaml, filename="models/a.yaml")
    assert {finding["file"] for finding in report.to_dict()["findings"]} == {"models/a.yaml"}
    assert codes(report) == codes(kspec.lint_text(yaml, format="yaml"))
    assert codes(report) == codes(kspec.lint_text(yaml))


def test_bytes_may_be_an_archive() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("config.json", MISSPELT)
    report = kspec.lint_text(file.getvalue(), filename="a.keras")
    assert codes(report) == codes(kspec.lint_text(MISSPELT))
    assert not kspec.lint_text(b"\x89HDF\r\n\x1a\n rest").ok


def test_settings_choose_and_silence() -> None:
    (first, *_) = codes(kspec.lint_text(MISSPELT))
    assert first not in codes(kspec.lint_text(MISSPELT, settings={"ignore": [first]}))
    silenced = kspec.lint_text(
        MISSPELT,
        filename="old/model.json",
        settings={"per-file-ignores": {"old/**": [first]}},
    )
    assert silenced.suppressed
    assert first not in codes(silenced)
    with pytest.raises(ValueError, match="is no setting"):
        kspec.lint_text(MISSPELT, settings={"ignored": []})


def test_the_task_is_that_of_the_caller() -> None:
    layers = [LAYERS[0], {"type": "Dense", "units": 3, "activation": "softmax"}]
    compiled = {"optimizer": "adam", "loss": "mse"}
    text = json.dumps({"kspec": 1, "layers": layers, "compile": compiled})
    assert codes(kspec.lint_text(text)) != codes(
        kspec.lint_text(text, task="multiclass_classification")
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "kspec: 1",
        "layers:\n- type: Dens\n",
        "// a comment {\n",
        "/* a comment */",
        "{",
        '"kspec": 1, "layers": [',
        '{"kspec": 1, "layers": [',
        "PK\x03\x04\x14\x00",
        "\x00\x01\x02",
        "x" * 5000,
        "kspec: 1 # " + "x" * 300,
        '{"model": "a.json"',
    ],
)
def test_kspec_lint_takes_what_is_no_path_for_a_text(text: str) -> None:
    report = kspec.lint(text)
    assert report.findings
    assert not report.ok


def test_jsonc_is_known_by_its_first_comment() -> None:
    assert kspec.lint("// digits\n" + json.dumps(SPEC)).ok
    assert kspec.lint("/* digits */ " + json.dumps(SPEC)).ok


@pytest.mark.parametrize("name", ["model.json", "models/digits", "a b.yaml", "C:\\m\\digits.keras"])
def test_a_path_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="No such file"):
        kspec.lint(name)


def test_a_file_whose_name_looks_like_a_text_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "{odd: name}.json"
    path.write_text(MISSPELT)
    (file,) = kspec.lint(str(path)).files
    assert file.document.origin == path


def test_a_report_with_a_limit_counts_the_rest() -> None:

    files = [Linter().check_text('{"a": 1, "a": 2, "a": 3, "kspec": 1, "b": 1}', "m.json")] * 2
    everything = Report(files)
    assert "more" not in everything.to_dict()["summary"]
    for limit in (0, 1, 3, 100):
        report = Report(files, limit=limit)
        listed = report.to_dict()
        assert listed["findings"] == everything.to_dict()["findings"][:limit]
        assert listed["summary"]["more"] == len(everything.findings) - len(listed["findings"])
        assert report.count(Severity.ERROR) == everything.count(Severity.ERROR)
        assert report.ok is everything.ok
        assert ("more" in str(report)) is (report.more > 0)
