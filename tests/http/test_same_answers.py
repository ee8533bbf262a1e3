"""Answers of the service are those of the command line, byte for byte."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from kspec.cli.main import main
from tests.outputs.schemas import held_to

ROOT = Path(__file__).parents[2]
FAULTY = "docs/examples/faulty/digits.json"
GOOD = "docs/examples/digits.json"
JSON, TEXT = "application/json", "text/plain"


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def written(*words: str) -> bytes:
    """Standard output of a command."""
    return CliRunner().invoke(main, words).stdout_bytes


@pytest.mark.parametrize(
    ("media", "format_"),
    [
        (JSON, "json"),
        ("application/sarif+json", "sarif"),
        ("application/x-ndjson", "jsonl"),
        (TEXT, "concise"),
    ],
)
@pytest.mark.parametrize("path", [FAULTY, GOOD])
def test_lint(client: TestClient, path: str, media: str, format_: str) -> None:
    answer = client.post(
        "/v1/lint",
        params={"filename": path},
        content=Path(path).read_bytes(),
        headers={"accept": media},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.content == written("lint", "--isolated", "--output-format", format_, path)


@pytest.mark.parametrize(
    "format_", ["full", "concise", "json", "jsonl", "sarif", "github", "junit"]
)
def test_the_formats_have_the_names_of_the_command_line(client: TestClient, format_: str) -> None:
    params = {"filename": FAULTY, "output-format": format_}
    answer = client.post("/v1/lint", params=params, content=Path(FAULTY).read_bytes())
    assert answer.content == written("lint", "--isolated", "--output-format", format_, FAULTY)


def test_lint_with_options(client: TestClient) -> None:
    options = {"select": "KS3,unknown-monitor", "ignore": "KS305", "severity": "KS403=warning"}
    answer = client.post(
        "/v1/lint", params={"filename": FAULTY, **options}, content=Path(FAULTY).read_bytes()
    )
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    command = ("lint", "--isolated", "--output-format", "json", *words, FAULTY)
    assert answer.content == written(*command)
    assert answer.headers["kspec-errors"] == "0"
    assert answer.headers["kspec-warnings"] == "1"


@pytest.mark.parametrize(("media", "format_"), [(JSON, "json"), (TEXT, "text")])
def test_summary(client: TestClient, media: str, format_: str) -> None:
    options = {"output-format": format_}
    named = client.post("/v1/summary", params=options, content=Path(GOOD).read_bytes())
    assert named.content == written("summary", "--output-format", format_, GOOD)
    answer = client.post("/v1/summary", content=Path(GOOD).read_bytes(), headers={"accept": media})
    assert answer.content == written("summary", "--output-format", format_, GOOD)


@pytest.mark.parametrize("theme", ["auto", "dark"])
def test_plot(client: TestClient, theme: str) -> None:
    answer = client.post(
        "/v1/plot", params={"theme": theme, "filename": FAULTY}, content=Path(FAULTY).read_bytes()
    )
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content == written("plot", FAULTY, "-o", "-", "--theme", theme)


@pytest.mark.parametrize(("media", "format_"), [(JSON, "json"), (TEXT, "text")])
def test_diff(client: TestClient, media: str, format_: str) -> None:
    files = {"new": Path(GOOD).read_bytes(), "old": Path(FAULTY).read_bytes()}
    answer = client.post("/v1/diff", files=files, headers={"accept": media})
    assert answer.content == written("diff", "--output-format", format_, FAULTY, GOOD)


@pytest.mark.parametrize("to", ["native", "keras", "python"])
def test_convert(client: TestClient, to: str) -> None:
    content = Path(GOOD).read_bytes()
    answer = client.post("/v1/convert", params={"to": to}, content=content)
    assert answer.content == written("convert", "--to", to, GOOD)
    as_json = client.post(
        "/v1/convert", params={"to": to}, content=content, headers={"accept": JSON}
    )
    assert as_json.json() == {"version": 1, "to": to, "text": answer.text}
    held_to("convert", as_json.json())


def test_fix(client: TestClient, tmp_path: Path) -> None:
    copy = tmp_path / "digits.json"
    copy.write_bytes(Path(FAULTY).read_bytes())
    request: dict[str, Any] = {
        "url": "/v1/fix",
        "params": {"filename": FAULTY},
        "content": copy.read_bytes(),
    }
    text = client.post(**request, headers={"accept": TEXT})
    diff = client.post(**request, headers={"accept": "text/x-diff"})
    assert diff.content == written("lint", "--isolated", "--diff", FAULTY)
    request["params"]["diff"] = "true"
    assert client.post(**request).content == diff.content
    del request["params"]["diff"]
    written("lint", "--isolated", "--fix", str(copy))
    assert text.content == copy.read_bytes()
    whole = client.post(**request).json()
    held_to("fix", whole)
    assert whole["text"].encode() == text.content
    assert whole["diff"].encode() == diff.content


def test_rules_and_schema(client: TestClient) -> None:
    rule = client.get("/v1/rules/softmax-single-unit").content
    assert rule == written("rule", "KS303", "--output-format", "json")
    assert client.get("/v1/rules").content == written("rule", "--all", "--output-format", "json")
    assert client.get("/v1/schema").content == written("schema")


def test_check_and_describe_keep_their_schemas(client: TestClient) -> None:
    check = client.post("/v1/check", params={"filename": FAULTY}, content=Path(FAULTY).read_bytes())
    held_to("check", check.json())
    report = json.loads(written("lint", "--isolated", "--output-format", "json", FAULTY))
    assert check.json()["report"]["findings"] == report["findings"]
    held_to("describe", client.get("/v1/describe/Dense").json())
