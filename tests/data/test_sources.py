from pathlib import Path

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.executor.prepare import Prepared, read_and_prepare

SPEC = {
    "inputs": {"shape": [2, 2, 1]},
    "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 1}],
    "compile": {"loss": "mse", "optimizer": "adam"},
}
X, Y = np.arange(40.0).reshape(10, 4), np.arange(10.0)


def read(folder: Path, source: str, **data: object) -> Prepared:
    return read_and_prepare(
        Analysis.of(kspec.load(SPEC | {"data": {"source": source, **data}})), folder
    )


def test_an_archive_is_reshaped_to_the_network(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=X, y=Y)
    found = read(tmp_path, "d.npz")
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    assert x.shape == (10, 2, 2, 1)
    assert y.shape == (10, 1)
    assert any("validation_split" in note for note in found.notes)


def test_arrays_are_chosen_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", pixels=X, age=Y)
    assert len(read(tmp_path, "d.npz", features="pixels", target="age").samples) == 10


def test_a_folder_of_arrays_is_read(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    np.save(tmp_path / "y.npy", Y)
    assert len(read(tmp_path, ".").samples) == 10


def test_validation_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=X, y=Y)
    np.savez(tmp_path / "b.npz", x=X[:3], y=Y[:3])
    found = read(tmp_path, "a.npz", validation="b.npz")
    assert (len(found.train), len(found.validation or ())) == (10, 3)
    assert found.notes[0] == f"10 samples to train on, 3 held out ({tmp_path / 'b.npz'})"


@pytest.mark.parametrize(
    ("arrays", "source", "expected"),
    [
        ({}, "d.npz", 'has no array "x"; it holds nothing'),
        ({"x": X}, "d.npz", 'has no array "y"; it holds "x"'),
        ({"x": X, "y": Y[:3]}, "d.npz", '"x" has 10, "y" has 3'),
        ({"x": X[:0], "y": Y[:0]}, "d.npz", "is empty"),
        ({"x": X[:, :3], "y": Y}, "d.npz", "takes samples of shape (2, 2, 1)"),
        ({"x": np.where(X == 7, np.nan, X), "y": Y}, "d.npz", "NaN in row 1, column 3"),
        ({"x": X * 1e300, "y": Y}, "d.npz", "as float32"),
        ({"x": X.astype(str), "y": Y}, "d.npz", 'holds texts ("0.0")'),
        ({}, "none.npz", "There is no file"),
        ({}, "https://example.org/d.npz", "kspec downloads nothing: save"),
        ({}, "d.parquet", "There is no file"),
        ({}, "sklearn:moons", 'has no data set "moons"'),
    ],
)
def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, arrays: dict[str, object], source: str, expected: str
) -> None:
    np.savez(tmp_path / "d.npz", **arrays)  # type: ignore[arg-type]
    with pytest.raises(DataError) as caught:
        read(tmp_path, source)
    assert expected in str(caught.value)


def test_a_damaged_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "d.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path, "d.npz")


def test_one_hot_is_made_only_where_declared(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=X, y=np.arange(10) % 3)
    head = [{"type": "Flatten"}, {"type": "Dense", "units": 3, "activation": "softmax"}]
    compiled = {"loss": "categorical_crossentropy", "optimizer": "adam"}
    spec = SPEC | {"layers": head, "compile": compiled}
    with pytest.raises(DataError, match="sparse_categorical_crossentropy"):
        read_and_prepare(Analysis.of(kspec.load(spec | {"data": {"source": "d.npz"}})), tmp_path)
    data = {"source": "d.npz", "target_encoding": "one_hot"}
    (y,) = read_and_prepare(
        Analysis.of(kspec.load(spec | {"data": data})), tmp_path
    ).samples.y.values()
    assert y[:2].tolist() == [[1, 0, 0], [0, 1, 0]]
