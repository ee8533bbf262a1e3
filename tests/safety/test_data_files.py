"""Data of a stranger: headers that lie, pickles, and what no library reads are one sentence."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kspec.cli.main import main
from kspec.data.files import open_npy, open_npz

SPEC = {
    "inputs": {"shape": [2]},
    "layers": [{"type": "Dense", "units": 1}],
    "data": {"target": "y"},
}


class Bomb:
    def __reduce__(self) -> Any:
        return pytest.fail, ("a pickle was loaded",)


def npy(descr: str, shape: str, version: int = 1) -> bytes:
    """A file of 64 zeros under a header of any words."""
    head = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    size = len(head).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + size + head + bytes(64)


def saved(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


HEADERS: dict[str, bytes] = {
    "texts of no length": npy("'|S0'", "(2,)"),
    "values of no size": npy("'|V0'", "(2,)"),
    "more than there is": npy("'<f4'", "(99999999999999,)"),
    "more than a number holds": npy("'<f4'", "(9223372036854775807, 9223372036854775807)"),
    "digits": npy("'<f4'", f"({'9' * 400},)"),
    "a negative size": npy("'<f4'", "(-1,)"),
    "a hundred axes": npy("'<f4'", f"({'1,' * 100})"),
    "no shape": npy("'<f4'", "None"),
    "no type": npy("'zzz'", "(2,)"),
    "a type of gigabytes": npy("[('a', '<f4', (1000000000,))]", "(2,)"),
    "code": npy("__import__('os').abort()", "(2,)"),
    "open brackets": npy("((((((", "(2,)"),
    "a version to come": npy("'<f4'", "(2,)", version=9),
    "a pickle": saved(np.array([Bomb()], object)),
    "nothing": b"",
    "half of a header": npy("'<f4'", "(2,)")[:40],
}


@pytest.mark.parametrize("data", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_header_that_lies_is_refused(data: bytes, method: int, tmp_path: Path) -> None:
    """numpy believes it: some of these end the process, others take all memory."""
    alone, packed = tmp_path / "x.npy", tmp_path / "x.npz"
    alone.write_bytes(data)
    with pytest.raises(ValueError, match=r"."):
        open_npy(alone)
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("x.npy", data)
    with pytest.raises(ValueError, match=r"."):
        open_npz(packed)


@pytest.mark.parametrize("array", [np.zeros((0, 3)), np.zeros(()), np.asfortranarray(np.eye(3))])
def test_what_numpy_writes_is_read(array: Any, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", array)
    np.savez_compressed(tmp_path / "x.npz", x=array)
    assert np.array_equal(open_npy(tmp_path / "x.npy"), array)
    assert np.array_equal(open_npz(tmp_path / "x.npz")["x"], array)


def commands(folder: Path, name: str) -> list[str]:
    """Outputs of lint and init for a file of data."""
    (folder / "spec.json").write_text(json.dumps(SPEC), "utf-8")
    said = []
    for command in (["lint", "--data", name, "spec.json"], ["init", name, "--output", "-"]):
        ran = CliRunner(env={"KSPEC_DEBUG": "1"}).invoke(main, command)
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        assert ran.exit_code in {0, 1, 2}
        said.append(ran.output if ran.exit_code == 1 else ran.stderr)
    return said


@pytest.mark.parametrize(
    "name", ["x.npz", "x.npy", "x.csv", "x.parquet"], ids=["npz", "npy", "csv", "parquet"]
)
@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PAR1" + bytes(20) + b"PAR1", b"\x00\xff\n", HEADERS["a pickle"]]
)
def test_commands_say_it_in_a_sentence(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    for said in commands(tmp_path, name):
        assert said.count("\n") == 1
        assert name in said


def test_a_parquet_file_of_odd_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pl = pytest.importorskip("polars", reason="polars is not installed")
    monkeypatch.chdir(tmp_path)
    columns = {"a": [[1, 2]], "b": [1.5], "y": [0]}
    pl.DataFrame(columns).write_parquet("lists.parquet")
    times = pl.Series([2**62]).cast(pl.Datetime("us"))
    pl.DataFrame({"a": [1.0], "b": [1.0], "y": times}).write_parquet("times.parquet")
    texts = pl.DataFrame({"a": ["spoiled"], "b": [1.0], "y": [0]})
    texts.write_parquet("texts.parquet", compression="uncompressed", statistics=False)
    data = Path("texts.parquet").read_bytes().replace(b"spoiled", b"spo\xffled")
    Path("texts.parquet").write_bytes(data)
    for name in ("lists", "times", "texts"):
        assert len(commands(tmp_path, f"{name}.parquet")) == 2


def test_a_target_without_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    np.savez("x.npz", x=np.zeros((3, 0), bool))
    assert "holds no values" in commands(tmp_path, "x.npz")[1]
