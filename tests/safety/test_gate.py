"""No file trains that runs code of its own: whatever is silenced, Keras is not even imported.

What reads data stands on numpy, which loads its libraries when the command starts.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.safety.test_nothing_runs import LAYERS, model, run_audited

RUNS = {"loss": "mse", "optimizer": "sgd"}
SILENCED = "ignore = ['KS1', 'KS2', 'KS3', 'KS4', 'KS7']\n"


def spec(entry: Any, **more: Any) -> dict[str, Any]:
    network = json.loads(model(entry))
    return {"model": network, "compile": RUNS, "data": {"source": "sklearn:iris"}, **more}


def trained(
    folder: Path, *specs: object, options: str = ""
) -> tuple[int, str, dict[str, list[str]]]:
    """The least exit code of `kspec train` on some specs, one after the other; what it says, and
    what it did (see `audited.py`).
    """
    files = [folder / f"spec{number}.json" for number, _ in enumerate(specs)]
    for file, value in zip(files, specs, strict=True):
        file.write_text(json.dumps(value), "utf-8")
    commands = " ++ ".join(f"train {file}{options}" for file in files)
    code, said, did = run_audited(folder, *commands.split(" "))
    assert "Traceback" not in said, said
    return code, said, did


def loaded(did: dict[str, list[str]]) -> set[str]:
    """The packages that were imported, but for numpy."""
    return {name.partition(".")[0] for name in did["imported"]} - {"numpy"}


@pytest.mark.parametrize("silenced", [False, True], ids=["plain", "silenced"])
def test_nothing_is_trained_or_imported(silenced: bool, tmp_path: Path) -> None:  # noqa: FBT001 - drawn
    if silenced:
        (tmp_path / "kspec.toml").write_text(SILENCED, "utf-8")
    code, said, did = trained(tmp_path, *(spec(entry) for entry, _ in LAYERS.values()))
    assert code > 0, said
    assert not loaded(did)
    assert set(did["reached"]) <= {"ctypes.dlopen"}
    assert did["executed"] == []
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("options", ["", " --allow-import other"], ids=["plain", "another"])
def test_a_class_of_somebody_trains_only_when_it_is_allowed(options: str, tmp_path: Path) -> None:
    value = {"inputs": {"shape": [4]}, "layers": [{"type": "evil.code:Layer"}], "compile": RUNS}
    data = {"data": {"source": "sklearn:iris"}}
    code, said, did = trained(tmp_path, {**value, **data}, options=options)
    assert (code, loaded(did)) == (2, set())
    assert "--allow-import" in said


def test_a_network_is_taken_from_the_project_only(tmp_path: Path) -> None:
    paths = ("/etc/passwd", "../../../../../../etc/passwd", "a/../../../../../../../etc/passwd")
    rest = {"compile": RUNS, "data": {"source": "sklearn:iris"}}
    code, said, did = trained(tmp_path, *({"model": path, **rest} for path in paths))
    assert code == 1, said
    assert not any("passwd" in opened for opened in did["opened"])
    assert not loaded(did)
