"""The words of a stranger are shown as words, wherever they come out: they steer no terminal, make
no tag, no line of their own, and nothing that a program takes for more than a string.
"""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kspec.analysis.model import Analysis
from kspec.analysis.trained import Symptom
from kspec.cli.main import main
from kspec.executor.directory import RunDirectory
from kspec.executor.held_out.held import HeldOutput
from kspec.executor.history import History
from kspec.executor.page import write_page
from kspec.executor.prepare import read_and_prepare
from kspec.executor.run import Run
from kspec.source.parsing import parse_text
from kspec.spec.parse import parse

EVIL = "</title></style><script>x()</script><!-- ]]> \"'\x1b[31m\u202e\x9b2J\x7f\r\n::error::a\\"
SEEN = "</title></style><script>x()</script><!-- ]]> \"'"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SPEC: dict[str, Any] = {
    "name": EVIL,
    "inputs": {f"a{EVIL}": {"shape": [4]}, "b": {"shape": [4]}},
    "layers": [
        {"type": EVIL, "name": EVIL, "inputs": f"a{EVIL}"},
        {"type": f"pkg:{EVIL}", "name": "c", "inputs": "b"},
        {"type": "Dense", "units": 1, "name": f"d{EVIL}", "activation": EVIL, "inputs": "b"},
        {"type": "Dense", "units": 1, "name": "e", EVIL: EVIL, "inputs": EVIL + "x"},
    ],
    "compile": {"loss": {EVIL: "mse"}, "metrics": [{"type": "AUC", "name": EVIL}]},
    "fit": {"callbacks": [{"type": "EarlyStopping", "monitor": EVIL}]},
}
NAME = "a<b>&\"'\x1b[31m\u202e\n::error::.json"
COMMANDS = (
    *(("lint", "--output-format", form) for form in ("full", "concise", "github", "junit")),
    *(("lint", "--output-format", form) for form in ("json", "jsonl", "sarif", "gitlab")),
    *(("lint", "--statistics"), ("lint", "--show-settings"), ("lint", "--diff")),
    *(("summary",), ("summary", "--output-format", "json"), ("plot", "-o", "-")),
    *(("diff", "other.json"), ("diff", "other.json", "--output-format", "json"), ("train",)),
    *(("convert", "--to", form) for form in ("native", "keras", "python")),
    *(("rule", EVIL), ("runs", EVIL), ("evaluate", EVIL), ("init", EVIL), (EVIL,)),
)


@pytest.mark.parametrize("silenced", [False, True], ids=["plain", "silenced"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: ascii(" ".join(words))[:40])
def test_no_command_prints_what_steers(
    command: tuple[str, ...],
    silenced: bool,  # noqa: FBT001 - drawn
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(NAME).write_text(json.dumps(SPEC), "utf-8")
    Path("other.json").write_text(json.dumps({**SPEC, "layers": SPEC["layers"][1:3]}), "utf-8")
    if silenced:
        Path("kspec.toml").write_text("ignore = ['KS0', 'KS1', 'KS2', 'KS3', 'KS4']", "utf-8")
    takes_file = EVIL not in command
    ran = CliRunner(env={"KSPEC_DEBUG": "1"}).invoke(main, [*command, *([NAME] * takes_file)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    assert ran.output or silenced
    shown = ran.output if "--diff" not in command else re.sub("(?m)^[-+ ] ?[{].*$", "", ran.output)
    assert not STEERING.search(shown), ascii(STEERING.findall(shown))
    assert not re.search("^::error::", ran.output, re.MULTILINE)
    if ran.stdout.startswith("<"):
        ET.fromstring(ran.stdout)  # noqa: S314 - our own text
    if "json" in command or "sarif" in command:
        json.loads(ran.stdout)


class Tags(HTMLParser):
    """The elements of a page, what they hold and how they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.cdata_elem == "script" and not self.charts:
            json.loads(data)  # data, and no code

    @property
    def charts(self) -> bool:
        """Whether the scripts of the page itself have begun, after all parts of a stranger."""
        return "noscript" in self.names

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def tags(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    found.close()
    assert not STEERING.search(page)
    assert found.names <= {
        *("html", "meta", "title", "style", "h1", "h2", "p", "div", "span", "b", "pre", "table"),
        *("tr", "th", "td", "svg", "rect", "g", "text", "tspan", "line", "polyline", "circle"),
        *("path", "defs", "marker", "figure", "script", "noscript"),
    }
    assert not {name for name in found.attributes if name.startswith("on")}
    assert not {"href", "src", "xlink:href", "action"} & found.attributes
    return found


def table(folder: Path) -> None:
    """A CSV file whose columns and classes are evil."""
    cell = '"{}"'.format(SEEN.replace('"', '""'))
    rows = [f"{number},{cell if number % 2 else 'plain'}" for number in range(40)]
    (folder / "data.csv").write_text("\n".join([f'{cell},{cell[:-1]}y"', *rows]), "utf-8")


def test_a_report_has_no_tag_of_a_stranger(tmp_path: Path) -> None:
    table(tmp_path)
    reading = parse(
        parse_text(
            json.dumps(
                {
                    "name": EVIL,
                    "inputs": {"shape": [1]},
                    "layers": [
                        {"type": "Dense", "units": 2, "activation": "softmax", "name": EVIL},
                    ],
                    "compile": {"loss": "sparse_categorical_crossentropy"},
                    "data": {
                        "source": "data.csv",
                        "target": f"{SEEN}y",
                        "target_encoding": "integer",
                    },
                    "fit": {"epochs": 1},
                }
            ),
            "model.json",
        ).value
    )
    assert reading.spec is not None
    prepared = read_and_prepare(Analysis.of(reading.spec), tmp_path)
    directory = RunDirectory.new(tmp_path / "run", "x")
    strange = {"seed": EVIL, "started": EVIL, "python": EVIL, "packages": {EVIL: EVIL}}
    directory.write("environment.json", {**strange, "command": [EVIL], "git_revision": EVIL})
    history = History("val_loss", "min")
    history.add({"loss": 1.0, EVIL: 0.5, "val_loss": 1.0, f"val_{EVIL}": 0.5})
    symptom = Symptom("KS801", "name", EVIL, EVIL)
    run = Run(directory.path, None, history, EVIL, [symptom], test={EVIL: 1.0})
    held = HeldOutput(EVIL, np.array([[0], [1]]), np.eye(2), (EVIL, "plain"))
    write_page(directory, run, prepared, [held, held])
    found = tags((directory.path / "report.html").read_text("utf-8"))
    assert sum(SEEN in text for text in found.texts) > 10


def test_a_comparison_has_no_tag_of_a_stranger(tmp_path: Path) -> None:
    history = History("val_loss", "min")
    history.add({"loss": 1.0, "val_loss": 1.0, f"val_{EVIL}": 0.5})
    for name, value in (("one", EVIL), ("two", f"{EVIL}2")):
        directory = RunDirectory.new(tmp_path / name, "x")
        directory.write("run.json", {"state": value, "diagnosis": [{"code": value}]})
        directory.write("spec.json", {EVIL: value, "layers": [{"type": value}]})
        directory.write("environment.json", {"seed": value, "started": value})
        directory.write("history.json", history.to_dict())
    page = tmp_path / "c.html"
    ran = CliRunner().invoke(main, ["runs", str(tmp_path), "--output", str(page)])
    assert ran.exit_code == 0, ran.output
    assert not STEERING.search(ran.output)
    found = tags(page.read_text("utf-8"))
    assert any(SEEN in text for text in found.texts)
