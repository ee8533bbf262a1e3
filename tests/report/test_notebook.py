"""Findings in a notebook: every format names the cell."""

import json

import pytest

from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.report import Checked, Report
from kspec.report import concise, full, github, gitlab, junit, sarif
from kspec.report import json as json_format
from kspec.report.options import Options
from kspec.source.document import Document
from kspec.source.notebook import read_notebook
from kspec.source.outline import unread
from kspec.spec.problem import Related

RAW = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": "# Digits"},
            {"cell_type": "code", "source": ["!ls\n", "rate = 0.1\n"]},
            {"cell_type": "markdown", "source": "Then"},
            {"cell_type": "code", "source": "x = 1\nfit(rate, 'a')"},
        ]
    },
    indent=1,
)


@pytest.fixture
def report() -> Report:
    book = read_notebook(RAW)
    at, other = book.text.index("'a'"), book.text.index("0.1")
    finding = Finding(
        "KS309",
        "loss-task-mismatch",
        Severity.ERROR,
        "It is wrong",
        ("fit", "x"),
        span=(at, at + 3),
        related=(Related((), "given here", span=(other, other + 3)),),
        fix=Fix((Edit((), "'b'", span=(at, at + 3)),)),
    )
    document = Document("train.ipynb", book.text, "python", unread(book.text), notebook=book)
    return Report([Checked(document, [finding])])


def test_formats_for_people_name_cell_line_and_column(report: Report) -> None:
    line = "train.ipynb:cell 4:2:11: error[KS309 loss-task-mismatch] It is wrong"
    assert concise.render(report) == line
    assert str(report) == line


def test_an_excerpt_shows_the_lines_of_the_cells(report: Report) -> None:
    lines = full.render(report).splitlines()
    assert lines[1:10] == [
        " --> train.ipynb:cell 4:2:11",
        "  |",
        "  | cell 2:",
        "2 | rate = 0.1",
        "  |        --- given here",
        "  | cell 4:",
        "1 | x = 1",
        "2 | fit(rate, 'a')",
        "  |           ^^^",
    ]


def test_json_has_the_cell_beside_start_and_end(report: Report) -> None:
    (finding,) = json.loads(json_format.render(report))["findings"]
    assert finding["cell"] == 4
    assert (finding["start"]["line"], finding["start"]["column"]) == (2, 11)
    assert finding["related"][0]["cell"] == 2
    assert finding["fix"]["edits"][0]["cell"] == 4


def test_services_get_the_line_of_the_file_and_the_cell(report: Report) -> None:
    line = RAW[: RAW.index("'a'")].count("\n") + 1
    assert f"line={line},endLine={line}," in github.render(report)
    assert "::cell 4:2:11: It is wrong" in github.render(report)
    (issue,) = json.loads(gitlab.render(report))
    assert issue["location"]["lines"] == {"begin": line, "end": line}
    assert "cell 4:2:11: It is wrong" in issue["description"]
    assert f'line="{line}">' in junit.render(report)
    assert "train.ipynb:cell 4:2:11" in junit.render(report)


def test_sarif_has_the_region_in_the_file_and_the_cell_as_logical_location(report: Report) -> None:
    (result,) = json.loads(sarif.render(report, Options()))["runs"][0]["results"]
    (place,) = result["locations"]
    region = place["physicalLocation"]["region"]
    row = RAW.splitlines()[region["startLine"] - 1]
    assert row[region["startColumn"] - 1 : region["endColumn"] - 1] == "'a'"
    assert {"fullyQualifiedName": "cell 4:2:11", "kind": "cell"} in place["logicalLocations"]
    (replaced,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replaced["insertedContent"]["text"] == "\"x = 1\\nfit(rate, 'b')\""
    assert replaced["deletedRegion"]["startLine"] == region["startLine"]
