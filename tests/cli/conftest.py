"""Runs of the command line in an empty folder."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from kspec.cli.main import main

Spec = dict[str, Any]


def spec(*layers: Spec, **sections: Any) -> Spec:
    return {"inputs": {"shape": [4]}, "layers": list(layers), **sections}


DENSE: Spec = {"type": "Dense", "units": 1}
CONV: Spec = {"type": "Conv2D", "name": "conv", "filters": 8, "kernel_size": 3}
GOOD = spec(DENSE)
TYPO = spec({**DENSE, "activaton": "relu"})
RANK = spec(CONV)


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.json["findings"]]


class Folder:
    """An empty folder that is the current one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: object = None) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content or GOOD)
        path.write_bytes(text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.path / name).read_bytes().decode()

    def run(self, *arguments: str, stdin: str | None = None) -> Ran:
        done = CliRunner().invoke(main, arguments, input=stdin, prog_name="kspec")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    def lint(self, *arguments: str, stdin: str | None = None) -> Ran:
        return self.run("lint", *arguments, stdin=stdin)

    def found(self, *arguments: str, stdin: str | None = None) -> list[str]:
        """The codes of the findings."""
        return self.lint("--output-format", "json", *arguments, stdin=stdin).codes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "KSPEC_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()
    yield Folder(tmp_path)
    os.chdir("/")
