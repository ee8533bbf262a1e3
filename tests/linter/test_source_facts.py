"""A plain lint looks at the data that a spec names: a header, and the first values."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kspec
from kspec.code.data.facts import input_facts, target_facts
from kspec.code.data.sklearn_sets import TABLES, arrays_of
from kspec.code.library import find
from kspec.code.values import Call
from kspec.data.named_sets import SETS
from kspec.linter.documents import read_file
from kspec.linter.linter import Linter
from kspec.linter.settings import Settings
from kspec.linter.sources import document_from

np = pytest.importorskip("numpy")


def spec(shape: list[int], units: int, loss: str, data: dict[str, Any]) -> dict[str, Any]:
    flat = [{"type": "Flatten"}] if len(shape) > 1 else []
    activation = {"mse": "linear", "binary_crossentropy": "sigmoid"}.get(loss, "softmax")
    layers = [*flat, {"type": "Dense", "units": 8, "activation": "relu"}]
    return {
        "inputs": {"shape": shape},
        "layers": [*layers, {"type": "Dense", "units": units, "activation": activation}],
        "compile": {"loss": loss},
        "data": data,
    }


def found(folder: Path, value: dict[str, Any], linter: Linter | None = None) -> list[str]:
    (folder / "pyproject.toml").touch()
    path = folder / "model.json"
    path.write_text(json.dumps(value), "utf-8")
    checked = (linter or Linter()).check(read_file(path))
    return [finding.code for finding in checked.findings]


def images(folder: Path, name: str = "digits.npz") -> None:
    rng = np.random.default_rng(0)
    save = np.savez_compressed if "packed" in name else np.savez
    pixels = rng.integers(0, 256, (300, 8, 8)).astype("uint8")
    save(folder / name, x=pixels, y=np.arange(300) % 10)


@pytest.mark.parametrize("name", ["digits.npz", "packed.npz"])
def test_arrays_tell_their_range_and_their_labels(tmp_path: Path, name: str) -> None:
    images(tmp_path, name)
    value = spec([8, 8], 10, "categorical_crossentropy", {"source": name})
    assert found(tmp_path, value) == ["KS601", "KS307"]


def test_arrays_tell_their_shape_and_their_number(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=np.full((50, 7), 0.5), y=np.arange(50) / 50)
    value = spec([8], 1, "mse", {"source": "d.npz"}) | {"fit": {"batch_size": 64, "epochs": 2}}
    assert {"KS603", "KS405"} <= set(found(tmp_path, value))


def test_a_table_tells_its_columns_and_its_range(tmp_path: Path) -> None:
    rows = "".join(f"{row / 300},{row * 7},{row % 3}\n" for row in range(300))
    (tmp_path / "t.csv").write_text(f"a,income,label\n{rows}", "utf-8")
    data = {"source": "t.csv", "target": "label"}
    assert found(tmp_path, spec([2], 3, "sparse_categorical_crossentropy", data)) == ["KS601"]
    assert found(tmp_path, spec([3], 3, "sparse_categorical_crossentropy", data)) == [
        "KS603",
        "KS601",
    ]
    assert found(tmp_path, spec([2], 1, "binary_crossentropy", data)) == ["KS601", "KS301"]
    data["target"] = "labels"
    assert found(tmp_path, spec([2], 3, "sparse_categorical_crossentropy", data)) == ["KS603"]


def test_a_data_set_with_a_name_has_its_public_facts() -> None:
    value = spec([28, 28], 5, "categorical_crossentropy", {"source": "keras:mnist"})
    assert [one.code for one in kspec.lint(value).findings] == ["KS601", "KS304", "KS307"]
    value = spec([4], 3, "sparse_categorical_crossentropy", {"source": "sklearn:iris"})
    assert kspec.lint(value).findings == []


def test_a_finding_says_that_it_is_the_source_that_shows_it(tmp_path: Path) -> None:
    images(tmp_path)
    value = spec([8, 8], 10, "categorical_crossentropy", {"source": "digits.npz"})
    found(tmp_path, value)
    for finding in Linter().check(read_file(tmp_path / "model.json")).findings:
        assert ("data", "source") in [related.path for related in finding.related]


def test_nothing_is_opened_for_a_text_out_of_the_project_or_against_the_settings(
    tmp_path: Path,
) -> None:
    images(tmp_path)
    value = spec([8, 8], 10, "categorical_crossentropy", {"source": "digits.npz"})
    assert found(tmp_path, value, Linter(Settings(read_source=False))) == []
    assert kspec.lint(json.dumps(value)).findings == []
    inner = tmp_path / "inner"
    inner.mkdir()
    assert found(inner, spec([8, 8], 10, "mse", {"source": "../digits.npz"})) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("a.npz", b"PK\x03\x04"), ("a.npy", b"\x93NUMPY\x01\x00\x10\x00{'shape': (9**9,)}")),
        *(("a.csv", b"\xff\xfe\x00"), ("b.csv", b"a,b\n1\n"), ("c.csv", b"")),
        *(("d.csv", b'a,b\n"1,2\n'), ("e.csv", b"a,label\n,1\nnan,0\n"), ("f.parquet", b"PAR1")),
    ],
)
def test_what_cannot_be_read_is_left_to_those_who_read_it(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    data = {"source": name, "target": "label"}
    if name.endswith("npz"):
        data.pop("target")
    assert found(tmp_path, spec([1], 1, "mse", data)) in ([], ["KS603"])


def test_the_look_imports_no_numpy(tmp_path: Path) -> None:
    images(tmp_path)
    found(tmp_path, spec([8, 8], 10, "categorical_crossentropy", {"source": "digits.npz"}))
    code = (
        "import sys; from pathlib import Path; from kspec.linter.linter import Linter\n"
        "from kspec.linter.documents import read_file\n"
        f"c = Linter().check(read_file(Path({str(tmp_path / 'model.json')!r})))\n"
        "assert len(c.findings) == 2, c.findings\n"
        "assert not {'numpy', 'pandas', 'keras'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


ARRAYS = {
    "classes": (np.arange(60.0).reshape(30, 2) / 60, np.arange(30) % 3),
    "answers": (np.arange(60.0).reshape(30, 2) * 9, np.arange(30.0) % 2),
    "rows": (np.ones((30, 2), "float16"), np.eye(5, dtype="uint8")[np.arange(30) % 5]),
    "labels": (np.zeros((30, 2), ">f4"), np.tile([1, 1, 0], (30, 1)).astype("int32")),
    "numbers": (np.ones((30, 2), bool), np.linspace(-3, 900, 30)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_a_whole_array_shows_what_numpy_shows(tmp_path: Path, name: str) -> None:
    from kspec.data.glimpse import glimpse
    from kspec.data.observing import DataToCheck, observe

    x, y = ARRAYS[name]
    np.savez(tmp_path / "d.npz", x=x, y=y)
    loss = "sparse_categorical_crossentropy" if name == "classes" else "mse"
    value = spec([2], 3, loss, {"source": "d.npz"})
    analysis = Linter().parse(document_from(value)).analysis
    assert analysis is not None
    look = glimpse(analysis, tmp_path / "d.npz")
    assert look is not None
    assert look.facts == observe(analysis, DataToCheck(x, y, adapts=True)).facts


@pytest.mark.parametrize("source", SETS)
def test_a_named_set_is_as_code_that_loads_it_has_it(source: str) -> None:
    scheme, name = source.split(":")
    load = find(f"keras.datasets.{name}.load_data") if scheme == "keras" else None
    parts = (arrays_of(TABLES[name]),) if load is None else load(Call(ast.Pass()))
    one = SETS[source]
    assert one.samples == tuple(x.samples for x, _ in parts)
    x, y = parts[0]
    facts = {fact: value for fact, _, value in (*input_facts(x), *target_facts(y))}
    own = {"input_shape": [*one.shape], "input_range": [*one.limits], "input_dtype": one.dtype}
    assert {**own, **one.target_facts} == facts
