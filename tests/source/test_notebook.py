"""The code of notebooks: cells, what is not Python in them, and changes of the file."""

import json
from typing import Any

import pytest

from kspec.source.document import Document
from kspec.source.magics import masked
from kspec.source.notebook import NotANotebookError, Notebook, read_notebook
from kspec.source.notebook_edits import offset_in_file, with_changes
from kspec.source.outline import UNBOUND, Scan, unread


def cell(source: object, count: int | None = None, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "execution_count": count, "metadata": {}, "source": source}


def notebook(*cells: dict[str, Any], **changes: Any) -> Notebook:
    return read_notebook(json.dumps({"cells": cells, "nbformat": 4} | changes, indent=1))


def document_of(book: Notebook) -> Document:
    scan: Scan = unread(book.text)
    return Document("train.ipynb", book.text, "python", scan, notebook=book)


@pytest.mark.parametrize(
    ("source", "program"),
    [
        ("%matplotlib inline\nimport x\n", "0#atplotlib inline\nimport x\n"),
        ("!pip install a \\\n  b\nx = 1\n", "0#ip install a \\\n# b\nx = 1\n"),
        ("if a:\n    !ls\n", "if a:\n    0#s\n"),
        ("files = !ls\n", f"files = {UNBOUND}#s\n"),
        ("%time model.fit(x)\n", "0   ; model.fit(x)\n"),
        ("%run other.py\n", f"{UNBOUND}()# other.py\n"),
        ("h = %time f(x)\n", "h =       f(x)\n"),
        ("s = ('%s'\n     % name)\n!ls\n", "s = ('%s'\n     % name)\n0#s\n"),
        ("s = '''\n%x\n'''\n!l\n", "s = '''\n%x\n'''\n0#\n"),
        ("f?\n", "0#\n"),
        ("?f\r\ny = 1", "0#\r\ny = 1"),
        ("%%time\nx = 1\n", "#%time\nx = 1\n"),
        ("%%capture out\n!pip\n", "#%capture out\n0#ip\n"),
        ("x = 5 %3", "x = 5 %3"),
    ],
)
def test_what_is_ipythons_is_masked_in_place(source: str, program: str) -> None:
    assert masked(source) == (program, None)


def test_a_cell_of_another_language_is_passed_over() -> None:
    text, skipped = masked("%%bash\nrm -r x\n\necho")
    assert text == "#%bash\n#m -r x\n\n#cho"
    assert skipped == "it is a %%bash cell"


def test_names_in_a_cell_that_is_no_python_become_unknown() -> None:
    source = "x = [rate(3):\n  print rate, x.y\n"
    text, skipped = masked(source)
    assert skipped == "it is no Python 3"
    assert text.startswith(f"x=rate={UNBOUND}#")
    assert len(text) == len(source)


def test_names_in_a_line_that_is_no_python_become_unknown() -> None:
    source = "model.add(Dense(3)\nprint rate, x.y\nz = 1\n"
    text, skipped = masked(source)
    assert skipped == "it is no Python 3"
    assert text.split("\n") == [f"model={UNBOUND}###########", "0#int rate, x.y", "z = 1", ""]


def test_code_cells_are_one_program_and_all_cells_are_counted() -> None:
    book = notebook(
        cell("# Title", kind="markdown"), cell(["import a\n", "b = 1"]), cell(""), cell("c = 2\n")
    )
    assert book.text == "import a\nb = 1\nc = 2\n"
    assert [each.number for each in book.cells] == [2, 4]
    document = document_of(book)
    assert str(document.position(book.text.index("b"))) == "cell 2:2:1"
    assert str(document.position(book.text.index("2"))) == "cell 4:1:5"
    assert document.line(document.line_number(book.text.index("c"))) == "c = 2"


def test_notebooks_of_format_3_have_worksheets() -> None:
    sheet = {
        "cells": [
            {"cell_type": "heading", "source": "x"},
            {"cell_type": "code", "input": ["a = 1\n"], "prompt_number": 3, "language": "python"},
        ]
    }
    book = read_notebook(json.dumps({"worksheets": [sheet], "nbformat": 3}))
    assert book.text == "a = 1\n"
    assert book.cells[0][:5] == (2, 0, 6, ("worksheets", 0, "cells", 1, "input"), 3)


def test_cells_last_run_out_of_order_are_known() -> None:
    book = notebook(cell("a", 1), cell("b", 5), cell("c"), cell("d", 2), cell("e", 3))
    assert book.out_of_order is not None
    assert [each.number for each in book.out_of_order] == [2, 4]
    assert notebook(cell("a", 1), cell("b", 4), cell("c", 9)).out_of_order is None


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("{", "not valid JSON"),
        ("[]", "no list of cells"),
        ('{"cells": {}}', "no list of cells"),
        ('{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "is in R"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_no_notebook_of_python_is_said(raw: str, message: str) -> None:
    with pytest.raises(NotANotebookError, match=message):
        read_notebook(raw)


def test_broken_cells_are_read_as_far_as_they_go() -> None:
    raw = {"cells": [3, {"cell_type": "code"}, cell(None), cell([1, "a\n"]), cell("b", "x")]}  # type: ignore[arg-type]
    assert read_notebook(json.dumps(raw)).text == "a\nb\n"


RAW = (
    '{"cells": [{"cell_type": "code", "outputs": [1e400, NaN],\n'
    '  "source": [\n   "# \\u00e9\\u00E9\\ud83d\\ude00\\/\\n",\n   "a = \\"x\\"\\n",\n'
    '   "b = 2"\n  ]},'
    ' {"cell_type": "code", "source": "c = 3\\nd = 4"}]}'
)


def changed(old: str, new: str, at: str = "") -> str:
    book = read_notebook(RAW)
    start = book.text.index(at) + at.index(old) if at else book.text.index(old)
    return with_changes(book, [(start, start + len(old), new)])


@pytest.mark.parametrize(
    ("old", "new", "raw_old", "raw_new"),
    [
        ('"x"', '"yz"', '\\"x\\"', '\\"yz\\"'),
        ("2", "5", '"b = 2"', '"b = 5"'),
        ("2", "5\nn = 1\n", '"b = 2"', '"b = 5\\n",\n   "n = 1\\n"'),
        ('a = "x"\n', "", '   "a = \\"x\\"\\n",\n', ""),
        ("b = 2", "", ',\n   "b = 2"', ""),
        ("3", "5\nn = 1", "c = 3\\nd", "c = 5\\nn = 1\\nd"),
        ('"x"', '"é"', '\\"x\\"', '\\"\\u00e9\\"'),
        ("é😀", "?", "\\u00E9\\ud83d\\ude00", "?"),
        ('\na = "x"', "", '\\n",\n   "a = \\"x\\"\\n"', '\\n"'),
    ],
)
def test_changes_stay_inside_of_the_strings(old: str, new: str, raw_old: str, raw_new: str) -> None:
    assert changed(old, new) == RAW.replace(raw_old, raw_new)


def test_several_cells_change_at_once() -> None:
    book = read_notebook(RAW)
    places = [book.text.index("4"), book.text.index("2")]
    after = with_changes(book, [(at, at + 1, "7") for at in places])
    assert after == RAW.replace("b = 2", "b = 7").replace("d = 4", "d = 7")


def test_places_in_the_file_are_those_of_the_strings() -> None:
    book = read_notebook(RAW)
    for piece, raw in (('x"', 'x\\"'), ("é😀", "\\u00E9"), ("d = 4", "d = 4"), ("= 2", "= 2")):
        assert offset_in_file(book, book.text.index(piece)) == RAW.index(raw)
    position = document_of(book).file_position(book.text.index("b"))
    assert (position.line, position.column, position.cell) == (5, 5, None)
