"""The pictures in pages are those that `kspec plot` draws today."""

import re

import pytest
from click.testing import CliRunner

from kspec.cli.main import main
from kspec.dev_pictures import FOLDER, finding
from tests.docs.shown import ROOT

PICTURES = {"docs/how-to/faulty.svg": "docs/examples/faulty/digits.json"}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_fresh(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    drawn = CliRunner().invoke(main, ["plot", PICTURES[name], "--output", "-"]).stdout
    again = f"kspec plot {PICTURES[name]} --output {name}"
    assert (ROOT / name).read_text("utf-8") == drawn, f"draw it again: {again}"


def test_the_terminal_shows_what_is_found_today() -> None:
    words = re.compile(r"<text[^>]*>([^<]*)</text>")
    stored = (FOLDER / "finding.svg").read_text("utf-8")
    assert words.findall(stored) == words.findall(finding()), "make pictures"
