"""Large regular tables by polars: equal to what the reader of lines gives, errors included."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data import regular
from kspec.data.errors import DataError
from kspec.data.samples import Raw
from kspec.data.sources import read_parts

pytestmark = pytest.mark.skipif(find_spec("polars") is None, reason="polars is not installed")

SPEC = {
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "fit": {"validation_split": 0.25},
}
ROWS = "1,2.5,a\n2,1e-1,b\n-0,.5,c\n"


def read(path: Path, **data: object) -> Raw | str:
    spec = kspec.load(SPEC | {"data": {"source": path.name, "target": "k", **data}})
    try:
        return read_parts(Analysis.of(spec), path.parent).train
    except DataError as error:
        return str(error)


def alike(first: Raw | str, second: Raw | str) -> None:
    if isinstance(first, str) or isinstance(second, str):
        assert first == second
        return
    for ours, theirs in zip(
        (*first.x.values(), *first.y.values()),
        (*second.x.values(), *second.y.values()),
        strict=True,
    ):
        assert ours.dtype == theirs.dtype
        assert ours.flags.c_contiguous == theirs.flags.c_contiguous
        np.testing.assert_array_equal(ours, theirs)
    assert list(first.lines) == list(second.lines)


@pytest.mark.parametrize(
    ("text", "by_polars"),
    [
        ("u,v,k\n" + ROWS, True),
        ("u,v,k\n" + ROWS[:-1], True),
        ("\ufeffu,v,k\n" + ROWS, True),
        (("u,v,k\n" + ROWS).replace("\n", "\r\n"), True),
        (("u;v;k\n" + ROWS.replace(",", ";")), True),
        ("u,v,k\n1,2,0\n3,4,1\n", True),
        ("u,v,k\n1,2,0\n3,4,1.5\n", True),
        ("u,v,k\n1,2,0\n3,4,nan\n", True),
        ("u,v,k\n1,2, a \n3,4,b\n", True),
        ("u,v,k\n 1,nan,0\n3,inf,1\n", True),
        ("k,v,u\na,1,2\n,3,4\n", True),
        ("u,v,k\n1e300,0.30000000000000004,0\n3,4,1\n", True),
        ("u,v,k\n1,2,a\n3,4,\n", False),  # an empty last cell, as a short row has
        ("u,v,k\n1_0,2,a\n3,4,b\n", False),
        ("u,v,k\n1,2,1_0\n3,4,2\n", False),
        ("u,v,k\n1,2,a\n3,,b\n", False),
        ("u,v,k\n1,2,a\n3,x,b\n", False),
        ("u,v,k\n1,2,a\n3,4\n", False),
        ("u,v,k\n1,2,a,9\n3,4\n", False),
        ("u,v,k\n1,2,a\n3,4,b,5\n", False),
        ("u,v,k\n1,2,a\n\n3,4,b\n", False),
        ("u,v,k\r\n1,2,a\r\n\r\n3,4,b\r\n", False),
        ("u,v,k\r1,2,a\r3,4,b\r", False),
        ('u,v,k\n1,2,"a\nb"\n3,4,b\n', False),
        ('u,v,k\n1,2,"a\n', False),
        ("u,v,k\n", False),
        ("u,v,k", False),
    ],
)
@pytest.mark.parametrize("chunk", [1, 5, 1 << 20])
def test_polars_reads_what_python_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, chunk: int, *, by_polars: bool
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    expected = read(path)
    answers = []

    def watched(*args: object) -> object:
        answers.append(answer := regular.read_regular(*args))  # type: ignore[arg-type] # as given
        return answer

    monkeypatch.setattr(regular, "SMALLEST", 0)
    monkeypatch.setattr(regular, "CHUNK", chunk)
    monkeypatch.setattr("kspec.data.tables.read_regular", watched)
    alike(read(path), expected)
    assert (answers[-1] is not None) == by_polars


def test_numbers_that_turn_to_texts_late_are_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("u,v,k\n" + "1,2,0\n" * 50 + "3,4,x\n" + "5,6,1\n" * 50, encoding="utf-8")
    expected = read(path)
    monkeypatch.setattr(regular, "SMALLEST", 0)
    monkeypatch.setattr(regular, "PORTION", 30)
    alike(read(path), expected)


def test_bytes_that_are_no_text_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"u,v,k\n1,2,a\n3,4,\xff\n")
    expected = read(path)
    monkeypatch.setattr(regular, "SMALLEST", 0)
    assert read(path) == expected
    assert "cannot be read as CSV in UTF-8" in str(expected)
