"""Outputs that earlier versions wrote: today's readers take them, and today's have all they had."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from click.testing import CliRunner

import kspec
from kspec.analysis.comparison.comparison import compare
from kspec.analysis.trained import Symptom
from kspec.cli.main import main
from kspec.executor.comparison import as_json
from kspec.executor.history import History
from kspec.executor.run import Run
from kspec.executor.stored_runs import read_runs
from kspec.linter.baseline import Baseline
from kspec.linter.engine import lint_document
from kspec.linter.linter import Linter
from kspec.linter.report import Report
from kspec.report import concise, full, github, machine, sarif
from kspec.source.parsing import parse_text
from tests.outputs.schemas import held_to

STORED = Path(__file__).parent / "stored"
SPEC = (STORED / "spec.json").read_text("utf-8")
SCHEMA = Path(__file__).parents[2] / "schemas" / "v1" / "model.schema.json"


def stored(name: str) -> Any:
    return json.loads((STORED / name).read_text("utf-8"))


def report(text: str = SPEC, name: str = "spec.json") -> Report:
    return Report([Linter().check(parse_text(text, name))])


def lost(old: Any, new: Any, place: str = "") -> list[str]:
    """Parts of an old output that the new one lacks: keys, items, and types of values."""
    if isinstance(old, dict) and isinstance(new, dict):
        gone = [f"{place}/{key}" for key in old if key not in new]
        return gone + [
            one for key in old if key in new for one in lost(old[key], new[key], f"{place}/{key}")
        ]
    if isinstance(old, list) and isinstance(new, list):
        pairs = list(zip(old, new, strict=False))
        deeper = [
            one for index, pair in enumerate(pairs) for one in lost(*pair, f"{place}/{index}")
        ]
        return deeper + [f"{place}/{index}" for index in range(len(new), len(old))]
    return [] if type(old) is type(new) or None in (old, new) else [place]


def test_the_report_has_all_that_it_had() -> None:
    old, new = stored("lint-v1.json"), report().to_dict()
    assert (old["version"], new["version"]) == (1, 1)
    assert lost(old, new) == []
    for key in ("code", "name", "severity", "path", "layer", "start", "end"):
        assert [one[key] for one in old["findings"]] == [one[key] for one in new["findings"]], key


def test_the_summary_has_all_that_it_had() -> None:
    old, new = stored("summary-v1.json"), kspec.summarize(SPEC.replace("rleu", "relu")).to_dict()
    assert lost(old, new) == []
    for row, before in zip(new["layers"], old["layers"], strict=True):
        assert row == {**row, **before}


def test_the_comparison_has_all_that_it_had() -> None:
    texts = SPEC.replace("rleu", "relu"), (STORED / "changed.json").read_text("utf-8")
    models = [lint_document(parse_text(text, "model.json")).analysis for text in texts]
    assert None not in models
    found = compare(*models)  # type: ignore[arg-type]
    assert found is not None
    old, new = stored("diff-v1.json"), found.to_dict()
    assert lost(old, new) == []
    assert [(one["change"], one["name"]) for one in new["layers"]] == [
        (one["change"], one["name"]) for one in old["layers"]
    ]
    assert new["settings"] == old["settings"]


def test_an_old_run_is_still_read_and_listed() -> None:
    old, new = stored("runs-v1.json"), as_json(read_runs([STORED / "run-v1"], pytest.fail))
    assert lost(old, new) == []
    for key in ("state", "best", "best_epoch", "test", "history", "started"):
        assert new["runs"][0][key] == old["runs"][0][key], key


def test_an_old_history_is_still_written() -> None:
    old = stored("run-v1/history.json")
    history = History.from_dict(old)
    assert history.to_dict() == old
    assert history.to_csv() == (STORED / "run-v1" / "history.csv").read_text("utf-8")


def test_how_a_run_ended_has_all_that_it_had() -> None:
    old = stored("run-v1/run.json")
    history = History.from_dict(stored("run-v1/history.json"))
    symptoms = [Symptom(**one) for one in old["diagnosis"]]
    run = Run(STORED, None, history, old["ended"], symptoms, test=old["test"])
    assert {**run.to_dict(), "classes": {}} == old


def test_what_kspec_says_of_itself_has_all_that_it_had(tmp_path: Path) -> None:
    settings = stored("settings-v1.json")
    written = {key: settings[key] for key in ("fail-on", "exclude", "baseline", "severity")}
    lines = [
        *(f"{key} = {json.dumps(value)}" for key, value in written.items() if key != "severity"),
        'select = ["KS0", "KS3", "parameter-budget"]',
        '[severity]\nKS303 = "warning"',
        '[per-file-ignores]\n"gen/*.json#/layers" = ["KS1"]',
        "[rules.parameter-budget]\nparameters = 1000",
    ]
    (tmp_path / "kspec.toml").write_text("\n".join(lines), "utf-8")
    shown = ["lint", "--show-settings", "--config", str(tmp_path / "kspec.toml")]
    for name, arguments in (
        ("settings", shown),
        ("rule", ["rule", "KS303", "--output-format", "json"]),
        ("version", ["version", "--output-format", "json"]),
    ):
        old = stored(f"{name}-v1.json")
        new = held_to(name, json.loads(CliRunner().invoke(main, arguments).stdout))
        assert lost(old, new) == [], name


def test_what_is_lost_is_told() -> None:
    old = {"a": 1, "b": [{"c": 1}, 2], "d": "x"}
    assert lost(old, {"b": [{"c": "1"}], "d": "y", "e": 0}) == ["/a", "/b/0/c", "/b/1"]


def test_an_old_baseline_still_knows_its_findings() -> None:
    baseline = Baseline.read((STORED / "baseline-v1.json").read_text("utf-8"))
    (checked,) = report().files
    assert baseline.apply("spec.json", checked).findings == []


def test_an_old_spec_is_still_one_of_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(SPEC.replace("rleu", "relu")))


@pytest.mark.parametrize("renderer", [full, concise, github], ids=["full", "concise", "github"])
def test_the_line_ends_of_windows_change_nothing_that_is_shown(renderer: Any) -> None:
    assert renderer.render(report(SPEC.replace("\n", "\r\n"))) == renderer.render(report())


def test_a_drive_of_windows_is_no_protocol() -> None:
    name = "C:/models/größe 1.json"
    (run,) = json.loads(sarif.render(report(name=name)))["runs"]
    (place,) = run["results"][0]["locations"]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///C:/models/gr%C3%B6%C3%9Fe%201.json"
    assert unquote(urlsplit(uri).path) == f"/{name}"


@pytest.mark.parametrize("path", ["C:\\x\\model.json", "C:/x/model.json", "x\\model.json"])
def test_a_path_of_windows_is_taken_for_a_path(path: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.json"):
        kspec.lint(path)


def test_machines_get_the_paths_of_windows_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    assert machine.repository_path("models\\deep\\net.json", None) == "models/deep/net.json"
