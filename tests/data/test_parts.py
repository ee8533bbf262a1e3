"""Held-out data, weights, and inputs: by the names of columns."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.fitting import fitted
from kspec.data.model_io import model_io
from kspec.data.sources import read_source
from kspec.data.stored import is_on_disk
from kspec.executor.prepare import Prepared, read_and_prepare

SPEC: dict[str, Any] = {
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "fit": {"validation_split": 0.25},
}
HEADER = "u,v,kind,patient,day,weight,change"
ROWS = [
    f"{n},{n % 7},{n % 3},p{n // 4},2024-{1 + n % 12:02}-01,{1 + n % 2},{n - 1}" for n in range(48)
]


def prepared(folder: Path, *, spec: dict[str, Any] = SPEC, **data: Any) -> Prepared:
    (folder / "t.csv").write_text("\n".join([HEADER, *ROWS]))
    facts = {"source": "t.csv", "target": "kind", "features": ["u", "v"], **data}
    return read_and_prepare(Analysis.of(kspec.load(spec | {"data": facts})), folder)


def firsts(found: Any) -> list[int]:
    """The first feature of samples, which is the number of the row."""
    return sorted(int(value) for value in next(iter(found.x.values()))[:, 0])


def test_a_group_is_never_on_two_sides(tmp_path: Path) -> None:
    found = prepared(tmp_path, group="patient", test=0.2)
    sides = [{n // 4 for n in firsts(part)} for part in (found.train, found.validation, found.test)]
    assert [len(side) for side in sides] == [7, 3, 2]
    assert len(set.union(*sides)) == 12
    assert found.split.method == "group"


def test_the_latest_are_held_out_and_the_test_is_last(tmp_path: Path) -> None:
    found = prepared(tmp_path, time="day", test=0.25)
    months = [
        {n % 12 for n in firsts(part)} for part in (found.train, found.validation, found.test)
    ]
    assert months == [set(range(6)), {6, 7, 8}, {9, 10, 11}]


def test_a_column_may_be_what_is_shared_out(tmp_path: Path) -> None:
    found = prepared(tmp_path, stratify="patient")
    held_out = np.bincount([n // 4 for n in firsts(found.validation)])
    assert held_out.tolist() == [1] * 12


def test_classes_are_not_shared_out_where_they_are_not_to_be(tmp_path: Path) -> None:
    assert prepared(tmp_path, stratify=False).split.method == "shuffled"


def test_columns_of_the_split_are_no_features(tmp_path: Path) -> None:
    rows = [f"{n},w{n % 9},{n % 3},{1 + n % 2},{n}" for n in range(30)]
    (tmp_path / "t.csv").write_text("\n".join(["u,ward,kind,weight,v", *rows]))
    data = {"source": "t.csv", "target": "kind", "group": "ward", "sample_weight": "weight"}
    (x,) = read_and_prepare(
        Analysis.of(kspec.load(SPEC | {"data": data})), tmp_path
    ).samples.x.values()
    assert x[3].tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"group": "ward"}, '"group" names "ward"'),
        ({"time": "hour"}, '"time" names "hour"'),
        ({"time": "patient"}, 'the column "patient" holds "p0" in line 2, and no number and no'),
        ({"stratify": "sex"}, '"stratify" names "sex"'),
        ({"sample_weight": "w"}, '"sample_weight" names "w"'),
        ({"sample_weight": "patient"}, 'column "patient" holds "p0", which is not a number'),
        ({"sample_weight": {"other": "weight"}}, 'names an output "other"'),
        ({"sample_weight": "change"}, "the sample weight is -1 in line 2, and must be 0 or more"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, data: dict[str, Any], expected: str) -> None:
    with pytest.raises(DataError) as caught:
        prepared(tmp_path, **data)
    assert expected in str(caught.value)


def test_samples_weigh_what_their_column_says(tmp_path: Path) -> None:
    found = prepared(tmp_path, sample_weight="weight")
    (weights,) = found.samples.weights.values()
    assert weights.tolist() == [1, 2] * 24
    assert found.validation is not None
    assert set(found.validation.weights) == {"dense"}


def test_classes_weigh_what_the_spec_says(tmp_path: Path) -> None:
    given = {"0": 5.0, "1": 1.0, "2": 0.5}
    spec = SPEC | {"fit": {"validation_split": 0.25, "class_weight": given}}
    found = prepared(tmp_path, spec=spec, sample_weight="weight")
    (weights,), (y,) = found.train.weights.values(), found.train.y.values()
    own = 1 + np.array(firsts(found.train)) % 2
    assert weights.tolist() == (own * np.array([5.0, 1.0, 0.5])[y]).tolist()


def test_a_class_without_a_weight_is_told_before_training(tmp_path: Path) -> None:
    spec = SPEC | {"fit": {"class_weight": {"0": 5.0, "2": 0.5}}}
    with pytest.raises(DataError, match=r'no weight for class 1 \(\d+ samples\).*add "1": 1.0'):
        prepared(tmp_path, spec=spec)


def test_columns_go_to_the_inputs_of_their_names(tmp_path: Path) -> None:
    branched = {
        "inputs": {"patient": {"shape": [1], "dtype": "string"}, "u": {"shape": [1]}},
        "layers": [
            {
                "type": "StringLookup",
                "name": "who",
                "inputs": ["patient"],
                "output_mode": "one_hot",
                "max_tokens": 20,
                "pad_to_max_tokens": True,
            },
            {"type": "Concatenate", "name": "both", "inputs": ["who", "u"]},
            {
                "type": "Dense",
                "name": "kind",
                "inputs": ["both"],
                "units": 3,
                "activation": "softmax",
            },
            {"type": "Dense", "name": "v", "inputs": ["both"], "units": 1},
        ],
        "outputs": ["kind", "v"],
        "compile": {
            "optimizer": "adam",
            "loss": {"kind": "sparse_categorical_crossentropy", "v": "mse"},
        },
    }
    weight = {"v": "weight"}
    found = prepared(tmp_path, spec=branched, features=None, target=None, sample_weight=weight)
    assert found.samples.x["patient"][:2].tolist() == [["p0"], ["p0"]]
    assert found.samples.x["u"].shape == (48, 1)
    assert set(found.samples.y) == {"kind", "v"}
    assert found.samples.weights["kind"].tolist() == [1] * 48
    assert found.samples.weights["v"][:2].tolist() == [1, 2]


def test_a_table_that_outgrows_the_memory_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = prepared(tmp_path)
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    found = prepared(tmp_path)
    assert found.samples.on_disk
    assert found.train.on_disk
    for side in ("train", "validation"):
        one, two = getattr(found, side), getattr(whole, side)
        for port in ("x", "y"):
            for name, array in getattr(two, port).items():
                assert np.array_equal(getattr(one, port)[name][:], array)


def test_an_autoencoder_gives_its_input(tmp_path: Path) -> None:
    x = np.linspace(0, 1, 80).reshape(20, 2, 2)
    np.savez(tmp_path / "a.npz", x=x)
    spec = {
        "task": "autoencoding",
        "inputs": {"shape": [2, 2]},
        "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 4}],
        "compile": {"loss": "mse", "optimizer": "adam"},
        "data": {"source": "a.npz"},
    }
    read = kspec.load(spec)
    found = read_and_prepare(Analysis.of(read), tmp_path).samples
    assert np.array_equal(found.y["dense"], found.x["input_layer"].reshape(20, 4))
    to_predict = model_io(Analysis.of(read), targets=False)
    raw = read_source(read, "a.npz", tmp_path, to_predict)
    assert fitted(raw, read, to_predict).samples.y == {}


def test_the_validation_file_numbers_its_classes_as_the_training_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "u,v,kind\n" + "\n".join(f"{n},1,{'abc'[n % 3]}" for n in range(9))
    )
    (tmp_path / "b.csv").write_text("u,v,kind\n1,1,c\n2,1,b\n")
    facts = {
        "source": "a.csv",
        "validation": "b.csv",
        "target": "kind",
        "target_encoding": "integer",
    }
    spec = kspec.load(SPEC | {"data": facts})
    found = read_and_prepare(Analysis.of(spec), tmp_path)
    assert found.validation is not None
    assert found.validation.y["dense"].tolist() == [2, 1]
    (tmp_path / "b.csv").write_text("u,v,kind\n1,1,c\n2,1,d\n")
    with pytest.raises(DataError, match='the target is "d" in line 3'):
        read_and_prepare(Analysis.of(spec), tmp_path)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = 'u,v,kind\n1,1,"a\nb"\n\n2,1,c\n3,nan,c\n'
    (tmp_path / "t.csv").write_text(text)
    data = {"source": "t.csv", "target": "kind", "target_encoding": "integer"}
    with pytest.raises(DataError, match='NaN in line 6, column "v"'):
        read_and_prepare(Analysis.of(kspec.load(SPEC | {"data": data})), tmp_path)


def test_texts_after_many_numbers_are_read_again_as_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kspec.data.tables.PORTION", 6)
    rows = [f"{n},1,{n % 2 if n < 7 else 'x'}" for n in range(9)]
    (tmp_path / "t.csv").write_text("\n".join(["u,v,kind", *rows]))
    data = {"source": "t.csv", "target": "kind", "target_encoding": "integer"}
    found = read_and_prepare(Analysis.of(kspec.load(SPEC | {"data": data})), tmp_path)
    assert found.classes == {"dense": ("0", "1", "x")}


def test_an_archive_that_outgrows_the_memory_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    np.savez(tmp_path / "a.npz", x=np.ones((30, 2), "float32"), y=np.arange(30) % 3)
    spec = SPEC | {"data": {"source": "a.npz"}}
    assert is_on_disk(
        read_and_prepare(Analysis.of(kspec.load(spec)), tmp_path).samples.x["input_layer"]
    )


def test_a_criterion_of_another_length_is_said(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((30, 2)), y=np.arange(30) % 3, ward=np.arange(29))
    spec = SPEC | {"data": {"source": "a.npz", "group": "ward"}}
    with pytest.raises(DataError, match='"group" has 29'):
        read_and_prepare(Analysis.of(kspec.load(spec)), tmp_path)


def test_no_room_on_the_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    monkeypatch.setattr("tempfile.tempdir", "/dev/full")
    with pytest.raises(DataError, match=r"cannot be written to /dev/full: .*TMPDIR"):
        prepared(tmp_path)
