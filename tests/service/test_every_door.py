"""The command line, Python and HTTP say the same of a hundred documents."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kspec
from kspec.cli.main import main
from tests.http.conftest import client_of
from tests.service.hundred import COUNT, hundred

Findings = dict[str, Any]


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return hundred()


@pytest.fixture(scope="module")
def by_python(documents: dict[str, bytes]) -> Findings:
    return {
        name: kspec.lint_text(content, filename=name).to_dict()["findings"]
        for name, content in documents.items()
    }


def test_they_are_a_hundred_of_every_kind(by_python: Findings) -> None:
    assert len(by_python) == COUNT
    suffixes = {name.rpartition(".")[2] for name in by_python}
    assert suffixes == {"json", "jsonc", "yaml", "py", "ipynb", "keras"}
    codes = {finding["code"] for findings in by_python.values() for finding in findings}
    assert len(codes) > 50
    assert sum(map(bool, by_python.values())) > 80


def test_the_command_line_says_the_same(
    documents: dict[str, bytes],
    by_python: Findings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in documents.items():
        (tmp_path / name).write_bytes(content)
    words = ["lint", "--isolated", "--output-format", "jsonl", *documents]
    lines = CliRunner().invoke(main, words).stdout.splitlines()
    found: Findings = {name: [] for name in documents}
    for finding in map(json.loads, lines):
        found[finding["file"]].append(finding)
    assert found == by_python


def test_http_says_the_same(documents: dict[str, bytes], by_python: Findings) -> None:
    headers = {"content-type": "application/octet-stream"}
    with client_of() as client:
        found = {
            name: client.post(
                "/v1/lint", params={"filename": name}, content=content, headers=headers
            ).json()["findings"]
            for name, content in documents.items()
        }
    assert found == by_python
