from pathlib import Path

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.samples import Samples
from kspec.executor.prepare import Prepared, read_and_prepare

SPEC = {
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "fit": {"validation_split": 0.25},
}
ROWS = ["1,2.5,a", "2,0.5,b", "3,1e-1,c", "4,7,a", "5,6,b", "6,5,c", "7,4,a", "8,3,b"]


def prepared(folder: Path, lines: list[str], **data: object) -> Prepared:
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    spec = kspec.load(SPEC | {"data": {"source": "t.csv", **data}})
    return read_and_prepare(Analysis.of(spec), folder)


def message(folder: Path, lines: list[str], **data: object) -> str:
    with pytest.raises(DataError) as caught:
        prepared(folder, lines, **data)
    return str(caught.value).replace(f"{folder}/", "")


def samples(folder: Path, lines: list[str], **data: object) -> Samples:
    return prepared(folder, lines, **data).samples


def test_texts_become_class_numbers_where_declared(tmp_path: Path) -> None:
    found = prepared(tmp_path, ["u,v,kind", *ROWS], target="kind", target_encoding="integer")
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    assert x.dtype == np.float32
    assert x[:2].tolist() == [[1.0, 2.5], [2.0, 0.5]]
    assert y.tolist() == [0, 1, 2, 0, 1, 2, 0, 1]
    assert list(found.classes.values()) == [("a", "b", "c")]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_the_separator_is_seen_from_the_header(tmp_path: Path, separator: str) -> None:
    lines = [line.replace(",", separator) for line in ["u,v,kind", *ROWS]]
    (x,) = samples(tmp_path, lines, target="kind", target_encoding="integer").x.values()
    assert x.shape == (8, 2)


def test_features_are_chosen_by_name_and_order(tmp_path: Path) -> None:
    lines = ["u,v,kind,w", *(f"{row},9" for row in ROWS)]
    data = {"target": "kind", "target_encoding": "integer", "features": ["w", "u"]}
    (x,) = samples(tmp_path, lines, **data).x.values()
    assert x[0].tolist() == [9.0, 1.0]


@pytest.mark.parametrize(
    ("lines", "data", "expected"),
    [
        (["u,v,k", *ROWS], {}, "Which column"),
        (["u,v,k", *ROWS], {"target": "z"}, 'no column "z"; it has: "u", "v", "k"'),
        (["u,v,k", *ROWS], {"target": "k"}, 'holds texts ("a" in line 2)'),
        (["u,v,k", "1,x,0"], {"target": "k"}, 't.csv:2: column "v" holds "x", which is not a'),
        (["u,v,k", "1,,0"], {"target": "k"}, 't.csv:2: column "v" is empty'),
        (["u,v,k", "1,2"], {"target": "k"}, "t.csv:2 has 2 cells, and the header names 3"),
        (["u,v,k"], {"target": "k"}, "holds no rows"),
        (["u,v,k", "1,2,0", "1,nan,1"], {"target": "k"}, 'input is NaN in line 3, column "v"'),
        (["u,v,k", "1,2,0", "1,inf,1"], {"target": "k"}, 'infinite in line 3, column "v"'),
        (["u,v,k", "1,2,0", "1,2,3"], {"target": "k"}, "target is 3 in line 3"),
        (["u,v,k", "1,2,0", "1,2,0.5"], {"target": "k"}, "target is 0.5 in line 3"),
        (["u,v,w,k", "1,2,3,0"], {"target": "k"}, "The feature columns are u, v, w: name those"),
        (["u,u,k", "1,2,0"], {"target": "k"}, 'has 2 columns "u": rename them'),
        ([""], {"target": "k"}, "its first line must name the columns"),
        (["u,v,k", *ROWS], {"target": "k", "features": []}, "No column of"),
        (["u,v,k", '1,2,"a'], {"target": "k"}, "cannot be read as CSV in UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, lines: list[str], data: dict[str, object], expected: str
) -> None:
    assert expected in message(tmp_path, lines, **data)
