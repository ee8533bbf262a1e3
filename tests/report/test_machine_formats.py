"""Reports for programs and services."""

import json
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from kspec.linter.finding import Severity
from kspec.linter.report import Checked, Report
from kspec.report import FORMATS
from kspec.report.options import Options
from tests.report import reports
from tests.report.conftest import Snapshot

ROOT = Path.cwd()
AT_ROOT = Options(root=ROOT)


def rendered(name: str, report: Report, options: Options = AT_ROOT) -> str:
    text: str = import_module(f"kspec.report.{name}").render(report, options)
    return text


@pytest.mark.parametrize("name", ["concise", "json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_several(snapshot: Snapshot, name: str) -> None:
    snapshot(rendered(name, reports.several()), name)


def test_statistics(snapshot: Snapshot) -> None:
    snapshot(rendered("statistics", reports.several()), "statistics")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_report(name: str) -> None:
    for report in [reports.several(), reports.archive(), Report([]), *reports.ODD.values()]:
        text = rendered(name, report)
        if name in {"json", "sarif", "gitlab"}:
            json.loads(text)
        if name == "jsonl":
            assert len([json.loads(line) for line in text.splitlines()]) == len(report.findings)
        if name == "junit":
            ET.fromstring(text)  # noqa: S314 - our own


def test_json_is_the_contract() -> None:
    found = json.loads(rendered("json", reports.several()))
    assert set(found) == {"version", "findings", "summary"}
    assert found["summary"] == {
        "files": 3,
        "errors": 2,
        "warnings": 1,
        "advice": 1,
        "suppressed": 2,
    }
    assert list(found["findings"][0]) == [
        "code",
        "name",
        "severity",
        "message",
        "help",
        "file",
        "path",
        "layer",
        "cell",
        "start",
        "end",
        "related",
        "fix",
        "url",
    ]


def test_sarif_paths_are_relative_to_the_repository() -> None:
    (result, *_) = json.loads(rendered("sarif", reports.several()))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "models/a%20b.json"}
    assert place["region"] == {"startLine": 7, "startColumn": 32, "endLine": 7, "endColumn": 41}
    above = rendered("sarif", reports.several(), Options(root=ROOT.parent))
    assert f'"uri": "{ROOT.name}/models/a%20b.json"' in above


def test_an_archive_has_no_lines() -> None:
    (result,) = json.loads(rendered("sarif", reports.archive()))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "fixes" not in result
    assert ",line=" not in rendered("github", reports.archive())


def test_fingerprints_stay_when_lines_and_layers_move() -> None:
    moved = reports.MODEL.replace(
        '"layers": [', '"layers": [\n{"type": "Dense", "units": 2},', 1
    ).replace("{\n", "{\n\n\n", 1)
    path = ("layers", 2, "activation")
    later = reports.checked(moved, "models/a b.json", reports.HEAD._replace(path=path, related=()))
    later = later._replace(names={("layers", 2): "head"})
    before = reports.checked(reports.MODEL, "models/a b.json", reports.HEAD)
    assert prints(before) == prints(later)
    other = reports.checked(reports.MODEL, "models/b.json", reports.HEAD)
    assert prints(before) != prints(other)


def test_equal_findings_have_their_own_fingerprints() -> None:
    twice = reports.checked(reports.MODEL, "m.json", reports.HEAD, reports.HEAD)
    assert len(set(prints(twice))) == 2


def prints(checked: Checked) -> list[str]:
    found = json.loads(rendered("gitlab", Report([checked])))
    return [issue["fingerprint"] for issue in found]


def test_junit_fails_what_fails_the_run() -> None:
    for fail_on, failures in ((Severity.ERROR, 1), (Severity.WARNING, 2), (Severity.ADVICE, 3)):
        text = rendered("junit", reports.several(), Options(fail_on=fail_on))
        suite = ET.fromstring(text)[0]  # noqa: S314 - our own
        assert (suite.get("failures"), suite.get("tests")) == (str(failures), "3")
        assert len(suite.findall("testcase/failure")) == failures


def test_github_escapes() -> None:
    odd = reports.HEAD._replace(message="50%\x1b\nof: a, b")
    (line, *_) = rendered(
        "github", Report([reports.checked(reports.MODEL, "a,b:c.json", odd)])
    ).splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac.json,line=7,")
    assert "::50%25\\x1b%0Aof: a, b%0A" in line


def test_sarif_is_valid() -> None:
    schema = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    for report in [reports.several(), reports.archive(), Report([]), *reports.ODD.values()]:
        found = validator.iter_errors(json.loads(rendered("sarif", report)))
        assert [f"{error.json_path}: {error.message}" for error in found] == []
