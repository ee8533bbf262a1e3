"""Tables that polars reads, where it is installed; and the sentence where it is not."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.stored import is_on_disk
from kspec.executor.prepare import Prepared, read_and_prepare

needs_polars = pytest.mark.skipif(find_spec("polars") is None, reason="polars is not installed")
SPEC: dict[str, Any] = {
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
}


def read(folder: Path, columns: dict[str, Any] | None = None, **data: Any) -> Prepared:
    if columns is not None:
        import polars as pl

        pl.DataFrame(columns, strict=False).write_parquet(folder / "t.parquet", row_group_size=10)
    facts = {"source": "t.parquet", "target": "kind", "target_encoding": "integer", **data}
    return read_and_prepare(Analysis.of(kspec.load(SPEC | {"data": facts})), folder)


COLUMNS: dict[str, Any] = {
    "u": np.arange(30),
    "v": np.arange(30) / 7,
    "kind": [["a", "b", "c"][n % 3] for n in range(30)],
}


@needs_polars
def test_columns_are_chosen_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(tmp_path, {"note": ["-"] * 30} | COLUMNS, features=["v", "u"])
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    assert x.dtype == np.float32
    assert x[7].tolist() == [1.0, 7.0]
    assert y[:4].tolist() == [0, 1, 2, 0]
    assert found.classes == {"dense": ("a", "b", "c")}
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    (stored,) = read(tmp_path, features=["v", "u"]).samples.x.values()
    assert is_on_disk(stored)
    assert np.array_equal(stored[:], x)


@needs_polars
def test_a_column_of_dates_is_no_feature(tmp_path: Path) -> None:
    days = {"day": np.datetime64("2024-01-01") + np.arange(30)}
    with pytest.raises(DataError, match=r'column "day" holds times \("2024-01-01.*no numbers'):
        read(tmp_path, days | COLUMNS)
    assert read(tmp_path, days | COLUMNS, time="day").split.method == "time"


@needs_polars
def test_categories_dates_and_lists(tmp_path: Path) -> None:
    import polars as pl

    days = np.datetime64("2024-01-01") + np.arange(30)
    kinds = pl.Series(COLUMNS["kind"]).cast(pl.Categorical)
    pairs = [[float(n), -float(n)] for n in range(30)]
    columns = {"both": pairs, "kind": kinds, "day": days}
    found = read(tmp_path, columns, features="both", time="day")
    (x,) = found.samples.x.values()
    assert x[3].tolist() == [3.0, -3.0]
    assert found.split.validation is not None
    assert found.split.validation.tolist() == [24, 25, 26, 27, 28, 29]


@needs_polars
@pytest.mark.parametrize(
    ("columns", "data", "expected"),
    [
        ({"u": COLUMNS["u"]}, {}, 'has no column "kind"; it has: "u"'),
        (COLUMNS, {"target": None}, "Which column of"),
        (
            COLUMNS | {"v": COLUMNS["kind"]},
            {},
            'column "v" holds texts ("a" in row 0), and numbers',
        ),
        (COLUMNS | {"v": [None, *COLUMNS["v"][1:]]}, {}, 'input is NaN in row 0, column "v"'),
        ({name: values[:0] for name, values in COLUMNS.items()}, {}, "holds no rows"),
        (
            {"u": [[1], *([[1, 2]] * 29)], "kind": COLUMNS["kind"]},
            {},
            'the lists in column "u" differ in length',
        ),
    ],
)
def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, columns: dict[str, Any], data: dict[str, Any], expected: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, columns, **data)
    assert expected in str(caught.value)


@needs_polars
def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        read(tmp_path)


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    monkeypatch.setattr("kspec.data.columnar.find_spec", lambda _: None)
    with pytest.raises(DataError, match=r"pip install 'kspec\[parquet\]'"):
        read(tmp_path)


@needs_polars
@pytest.mark.parametrize(("suffix", "write"), [("arrow", "write_ipc"), ("jsonl", "write_ndjson")])
def test_arrow_and_json_lines_give_the_same(tmp_path: Path, suffix: str, write: str) -> None:
    import polars as pl

    expected = read(tmp_path, COLUMNS)
    getattr(pl.DataFrame(COLUMNS), write)(tmp_path / f"t.{suffix}")
    found = read(tmp_path, source=f"t.{suffix}")
    for name, array in expected.samples.x.items():
        assert np.array_equal(found.samples.x[name], array)
    assert found.classes == expected.classes


@needs_polars
def test_what_is_missing_of_yes_and_no_is_no_number(tmp_path: Path) -> None:
    columns = COLUMNS | {"v": [None, *([True, False] * 15)][:30]}
    with pytest.raises(DataError, match='input is NaN in row 0, column "v"'):
        read(tmp_path, columns)
