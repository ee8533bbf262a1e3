"""Report for people."""

import json
from typing import Any

import click
import pytest

import kspec
from kspec.cli.terminal import paint
from kspec.linter.change import Change
from kspec.linter.engine import lint_document
from kspec.linter.finding import Edit, Fix
from kspec.linter.fixes import applied
from kspec.linter.report import Checked, Report
from kspec.report import proposal
from kspec.report.full import render
from kspec.report.marks import Mark, rows
from kspec.report.options import Options
from kspec.source.parsing import parse_text
from tests.report import reports
from tests.report.conftest import Snapshot


def test_several(snapshot: Snapshot) -> None:
    snapshot(render(reports.several()), "full")


@pytest.mark.parametrize("name", reports.ODD)
def test_odd_texts(snapshot: Snapshot, name: str) -> None:
    text = render(reports.ODD[name])
    snapshot(text, f"full-{name}")
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("name", ["long", "long-start", "long-value"])
def test_excerpts_fit_the_width(name: str, width: int) -> None:
    lines = render(reports.ODD[name], Options(width=width)).splitlines()
    excerpt = [line for line in lines if line[:1].isdigit()]
    assert excerpt
    assert max(map(len, excerpt)) <= width


def test_colours_and_links_change_no_letter() -> None:
    report = reports.several()
    coloured = render(report, Options(paint=paint))
    assert "\x1b[31m" in coloured
    assert click.unstyle(coloured) == render(report)
    linked = render(report, Options(links=True))
    assert "\x1b]8;;file:///" in linked


def test_clean_runs() -> None:
    clean = reports.several().files[1]._replace(suppressed=0)
    assert render(Report([clean])) == "Checked 1 file: no problems."
    assert render(Report([clean, clean])) == "Checked 2 files: no problems."
    assert render(Report([])) == "Checked 0 files: no problems."


def test_a_custom_layer_is_one_warning() -> None:
    layers = [{"type": "my.layers:Gate"}, {"type": "Dense", "units": 2}]
    (found,) = kspec.lint({"inputs": {"shape": [4]}, "layers": layers}).findings
    assert (found.code, found.severity, found.path) == ("KS112", "warning", ("layers", 0, "type"))


def test_other_custom_classes_are_told_of_in_the_last_line() -> None:
    spec: dict[str, Any] = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 2}],
        "compile": {"loss": "my.losses:triplet", "metrics": ["my.metrics:recall_at_1"]},
    }
    shown = render(kspec.lint(spec))
    assert shown == "Found no problems (2 custom classes not looked into)."
    del spec["compile"]["metrics"]
    linted = lint_document(parse_text(json.dumps(spec), "m.json"))
    assert Checked.of(linted).unseen == 0
    assert Checked.of(linted, []).unseen == 1


def test_an_archive_is_shown_by_its_configuration(snapshot: Snapshot) -> None:
    snapshot(render(reports.archive()), "full-archive")


def test_of_a_long_line_only_what_is_shown_of_a_fix_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def counted(text: str, made: list[Change]) -> str:
        looked.append(len(text))
        return applied(text, made)

    monkeypatch.setattr(proposal, "applied", counted)
    text = json.dumps({"before": "x" * 10_000, "name": "old", "after": "y" * 10_000})
    fix = Fix((Edit(("name",), '"new"'),))
    shown = list(proposal.proposal(parse_text(text, "a.json"), fix, Options(width=60)))
    assert looked == [pytest.approx(60 + proposal.LEAD + 5 + 120, abs=1)]
    assert [line[:7] for line in shown[1:]] == ["  - ...", "  + ..."]
    assert all(line.endswith("...") for line in shown[1:])
    assert ('"old"' in shown[1], '"new"' in shown[2]) == (True, True)


def test_changes_that_stand_apart_are_shown_apart() -> None:
    text = json.dumps(dict.fromkeys("abcdefghijkl", 1), indent=1)
    fix = Fix((Edit(("a",), "2"), Edit(("b",), "3"), Edit(("l",), "4")))
    shown = list(proposal.proposal(parse_text(text, "a.json"), fix, Options()))
    assert [line.strip(" ,") for line in shown[1:]] == [
        *('-  "a": 1', '-  "b": 1', '+  "a": 2', '+  "b": 3', "...", '-  "l": 1', '+  "l": 4'),
    ]


def test_labels_of_one_long_place_share_a_row() -> None:
    marks = [Mark(4, 90, "one"), Mark(4, 90, "two"), Mark(150, 160, "far")]
    rows_ = rows("x" * 200, marks, 80, lambda text, _: text)
    assert [len(row.below) for row in rows_] == [3, 1]
