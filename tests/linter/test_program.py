"""Code through every door of the linter."""

import json
from pathlib import Path

import kspec
from kspec.linter.documents import parse_file
from kspec.linter.linter import Linter

SLIP = """import keras


class Net(keras.Model):
    def call(self, inputs):
        return missing(inputs)
"""


def notebook(*sources: str, counts: tuple[int | None, ...] = ()) -> str:
    cells = [
        {"cell_type": "code", "source": source.splitlines(keepends=True), "execution_count": count}
        for source, count in zip(sources, counts or (None,) * len(sources), strict=True)
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1)


def test_a_script_is_linted_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    path.write_text(SLIP, "utf-8")
    report = kspec.lint(str(path))
    assert str(report) == (
        f"{path}:6:16: error[KS821 undefined-name] `missing` is not defined: Net.call raises a "
        "NameError here"
    )


def test_a_text_is_code_by_its_file_name_or_format() -> None:
    for report in (
        kspec.lint_text(SLIP, filename="net.py"),
        kspec.lint_text(SLIP.encode(), filename="NET.PY"),
        kspec.lint_text(SLIP, format="python"),
        kspec.lint_text(notebook(SLIP), filename="net.ipynb"),
    ):
        assert [finding.code for finding in report.findings] == ["KS821"]


def test_findings_of_a_notebook_have_their_cell() -> None:
    report = kspec.lint_text(notebook("%pip install x\n", SLIP), filename="net.ipynb")
    assert str(report).startswith("net.ipynb:cell 2:6:16: error[KS821")
    (finding,) = report.to_dict()["findings"]
    assert (finding["cell"], finding["start"]["line"]) == (2, 6)


def test_hidden_state_is_said_once_and_where_advice_is_asked_for() -> None:
    text = notebook("import keras", "a = 1", "b = 1", counts=(5, 2, 1))
    assert kspec.lint_text(text, filename="a.ipynb").findings == []
    settings = {"extend-select": ["KS830"]}
    report = kspec.lint_text(text, filename="a.ipynb", settings=settings)
    assert [finding.code for finding in report.findings] == ["KS830"]
    assert str(report).startswith("a.ipynb:cell 1:1:1: advice[KS830")


def test_code_without_keras_is_not_looked_into() -> None:
    text = SLIP.replace("keras", "other")
    assert kspec.lint_text(text, filename="net.py").findings == []


def test_what_is_no_notebook_is_said() -> None:
    for text, message in (
        ("[]", "no list of cells"),
        ("{", "not valid JSON"),
        (json.dumps({"cells": [], "metadata": {"kernelspec": {"language": "R"}}}), "is in R"),
    ):
        (finding,) = kspec.lint_text(text, filename="a.ipynb").findings
        assert finding.code == "KS001"
        assert message in finding.message


def test_bytes_that_are_no_text_are_said() -> None:
    (finding,) = kspec.lint_text(b"import keras\n# \xff", filename="a.py").findings
    assert finding.code == "KS001"


def test_the_text_of_the_file_is_kept() -> None:
    raw = notebook("import keras")
    document = parse_file(raw, "a.ipynb")
    assert (document.text, document.file_text) == ("import keras\n", raw)
    assert Linter().check(document).findings == []
