"""Data frames, which are read as a table of the same columns is; pandas need not be installed."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.given import FitData, pair, read_given
from kspec.data.model_io import model_io
from kspec.data.place import Place, Reach
from kspec.data.tables import read_csv

SPEC: dict[str, Any] = {
    "inputs": {"numbers": {"shape": [2]}, "habit": {"shape": [1], "dtype": "string"}},
    "layers": [
        {"type": "StringLookup", "name": "looked", "inputs": ["habit"], "output_mode": "one_hot",
         "max_tokens": 4, "pad_to_max_tokens": True},
        {"type": "Concatenate", "inputs": ["numbers", "looked"]},
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {"loss": "binary_crossentropy"},
    "data": {"features": {"numbers": ["age", "weight"], "habit": "smokes"}, "target": "ill",
             "group": "who", "sample_weight": "counts"},
}  # fmt: skip
COLUMNS: dict[str, Any] = {
    "age": [33, 80, 40],
    "smokes": ["daily", "never", ""],
    "who": ["a", "b", "a"],
    "ill": [0, 1, 0],
    "weight": [70.5, 64.25, 80.0],
    "counts": [1.0, 2.0, 1.0],
}


class Frame:
    """Stand-in for a frame: the names of its columns, and each by its name."""

    def __init__(self, **columns: Any) -> None:
        self.columns = list(columns)
        self.dtypes = [np.asarray(column).dtype for column in columns.values()]
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return np.asarray(self._columns[name])


def read(frame: Frame, **given: Any) -> Any:
    spec = kspec.load(SPEC)
    return read_given(Analysis.of(spec), FitData(frame, **given), "the data")[0]


def test_a_frame_gives_what_a_file_of_it_gives(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = zip(*COLUMNS.values(), strict=True)
    lines = [",".join(map(str, row)) for row in [tuple(COLUMNS), *rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    spec = kspec.load(SPEC)
    assert spec.data is not None
    found, file = (
        read(Frame(**COLUMNS)),
        read_csv(Place(path, spec.data, model_io(Analysis.of(spec)), Reach((tmp_path,)))),
    )
    assert listed(found.x) == listed(file.x)
    assert listed(found.y) == listed(file.y)
    assert listed(found.aside.weights) == listed(file.aside.weights)
    assert found.aside.group.tolist() == file.aside.group.tolist()  # type: ignore[union-attr]
    assert found.aside.known == file.aside.known


def listed(arrays: dict[str, Any]) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


def test_what_is_given_beside_a_frame_goes_before_its_columns() -> None:
    found = read(Frame(**COLUMNS), y=[1, 1, 0], group=[1, 2, 3])
    assert found.y[""].tolist() == [1, 1, 0]
    assert found.aside.group.tolist() == [1, 2, 3]
    assert found.aside.weights[""].tolist() == [1, 2, 1]
    without = read(
        Frame(**{name: COLUMNS[name] for name in ("age", "weight", "smokes")}), y=[0] * 3
    )
    assert without.x["numbers"].shape == (3, 2)


def test_a_text_among_numbers_is_named() -> None:
    mixed = Frame(**{**COLUMNS, "weight": np.array([70.5, "heavy", 80.0], object)})
    with pytest.raises(DataError, match="column \"weight\" holds 'heavy' in row 1"):
        read(mixed)
    with pytest.raises(DataError, match='no column "ill"'):
        read(Frame(**{name: column for name, column in COLUMNS.items() if name != "ill"}))


def test_a_missing_text_is_an_empty_one() -> None:
    holes = np.array(["daily", None, float("nan")], object)
    assert read(Frame(**{**COLUMNS, "smokes": holes})).x["habit"].tolist() == ["daily", "", ""]


def test_a_frame_may_be_what_is_held_out() -> None:
    frame = Frame(**COLUMNS)
    assert pair(frame) == FitData(frame)
