"""The command line as it is typed by nobody: random options over a hostile file, in a folder of
its own.
"""

import ast
import json
import random
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from kspec.cli.main import COMMANDS, main
from kspec.report import FORMATS
from tests.fuzz.holds import STEERING
from tests.fuzz.inputs import Input
from tests.fuzz.settings_text import draw_settings

WORDS = (
    *("KS2", "KS201", "all", "advice", "head", "softmax-single-unit", "KS9", "nothing", "", ","),
    *("error", "warning", "KS201=warning", "KS2=error", "=", "regression", "*.json", "**/", "["),
    *(
        "out.txt",
        "missing.toml",
        "kspec.toml",
        ".",
        "no/folder",
        "-",
        "--",
        "\u202e",
        "\udcff",
        "a" * 300,
    ),
)
LEVELS = ("error", "warning", "advice")
OPTIONS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("--select", "--ignore", "--extend-select", "--severity", "--exclude"), WORDS),
    **dict.fromkeys(("--config", "--baseline", "--write-baseline", "--output-file"), WORDS),
    **dict.fromkeys(("--preview", "--exit-zero", "--statistics", "--force-exclude"), ()),
    **dict.fromkeys(("--isolated", "--show-settings", "--fix", "--unsafe-fixes", "--diff"), ()),
    "--fail-on": LEVELS,
    "--output-format": FORMATS,
    "--color": ("auto", "always", "never"),
    "--stdin-filename": WORDS,
    "--task": ("regression", "multiclass_classification", "segmentation", "no_task"),
}
NAME = "NAME"
"""Stands for the file, where a command takes two."""
OTHERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "summary": ((), ("--expand",), ("--output-format", "json")),
    "convert": ((), ("--to", "keras"), ("--to", "python"), ("--to", "native", "-o", "made.json")),
    "rule": (("--all",), ("KS201", "--output-format", "json"), ("none",)),
    "plot": (("-o", "-"), ("-o", "-", "--expand"), ("-o", "-", "--no-fold", "--theme", "dark")),
    "diff": ((NAME,), (NAME, "--output-format", "json"), (NAME, "--exit-code")),
}
WRITTEN: Mapping[tuple[str, ...], Callable[[str], object]] = {
    ("convert", "--to", "keras"): json.loads,
    ("convert", "--to", "python"): ast.parse,
    ("plot", "-o", "-"): ET.fromstring,
    ("diff", "fuzz.json", "--output-format"): json.loads,
}
"""Parsers for the output of a command; they raise where that is not well-formed."""
RAW = frozenset({"--diff", "--fix", "always"})
"""Options that print colors or the file's own text."""
RUNNER = CliRunner(env={"KSPEC_DEBUG": "1"})


class Call(NamedTuple):
    """A command with its arguments, over a file, under settings (None: there are none)."""

    arguments: tuple[str, ...]
    given: Input
    settings: str | None


def draw_call(rng: random.Random, given: Input) -> Call:
    """A random call; half of them only print the findings as JSON, so that the code is checked."""
    settings = draw_settings(rng) if rng.random() < 0.3 else None
    name = rng.choice((given.name, given.name, given.name, "missing.json", "-"))
    if rng.random() < 0.2:
        command = rng.choice(sorted(OTHERS))
        others = (name if word == NAME else word for word in rng.choice(OTHERS[command]))
        return Call((command, *others, name), given, settings)
    if rng.random() < 0.05:
        words = tuple(rng.choice((*COMMANDS, *WORDS, "--help")) for _ in range(rng.randrange(3)))
        return Call(("lint", *words, "--help"), given, settings)
    options = ["--output-format", "json"] if rng.random() < 0.5 else []
    for option in rng.sample(sorted(OPTIONS), rng.randrange(4)):
        values = OPTIONS[option]
        options += [option, rng.choice(values)] if values else [option]
    return Call(("lint", *options, name), given, settings)


def call_holds(call: Call, folder: Path) -> int:
    """Run a call in ``folder``, the working directory; returns its exit code, 0, 1 or 2.

    A code of 2 comes with a sentence, and the codes of a JSON report are those of its findings.
    """
    for left in folder.iterdir():
        left.unlink()
    (folder / call.given.name).write_bytes(call.given.data)
    if call.settings is not None:
        (folder / "kspec.toml").write_text(call.settings, "utf-8", "surrogatepass")
    ran = RUNNER.invoke(main, call.arguments, input=call.given.data)
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert ran.exit_code in {0, 1, 2}, ran.exit_code
    assert ran.exit_code != 2 or ran.stderr.strip(), "exit code 2 without a word"
    if not RAW.intersection(call.arguments):
        assert not STEERING.search(ran.output), "a terminal is steered"
    if call.arguments[:3] == ("lint", "--output-format", "json") and len(call.arguments) == 4:
        _code_fits(ran.exit_code, ran.stdout, call)
    is_right = WRITTEN.get(call.arguments[:3])
    if is_right is not None and ran.exit_code == 0:
        is_right(ran.stdout)
    return ran.exit_code


def _code_fits(code: int, printed: str, call: Call) -> None:
    if code == 2:
        return
    report = json.loads(printed)
    levels = {finding["severity"] for finding in report["findings"]}
    assert call.settings is not None or code == int("error" in levels), (code, levels)
    assert report["summary"]["files"] == 1, report["summary"]
