"""Files that run code of their own, or lead out of their project, are never trained: whatever is
silenced, Keras is not even imported.

Readers of data depend on numpy, which loads its libraries when the command starts.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.safety.attacks import COMPILED, DENSE, LAYERS, NATIVE, model
from tests.safety.test_nothing_runs import Ran, run_audited

RUNS = {"loss": "mse", "optimizer": "sgd"}
SILENCED = "ignore = ['KS1', 'KS2', 'KS3', 'KS4', 'KS7']\n"
IRIS = {"source": "sklearn:iris"}


def spec(entry: Any, **more: Any) -> dict[str, Any]:
    network = json.loads(model(entry))
    return {"model": network, "compile": RUNS, "data": IRIS, **more}


def attacks() -> list[dict[str, Any]]:
    native = {"inputs": {"shape": [4]}, "compile": RUNS, "data": IRIS}
    return [
        *(spec(entry) for entry, _ in LAYERS.values()),
        *(spec(DENSE, compile={**RUNS, **settings}) for settings, _ in COMPILED.values()),
        *({**native, "layers": [entry]} for entry, _ in NATIVE.values()),
    ]


def trained(folder: Path, *specs: object, options: tuple[str, ...] = ()) -> list[Ran]:
    """Outputs and effects of `kspec train` with some specs, one after the other."""
    files = [folder / f"spec{number}.json" for number, _ in enumerate(specs)]
    for file, value in zip(files, specs, strict=True):
        file.write_text(json.dumps(value), "utf-8")
    ran = run_audited(folder, *(("train", str(file), *options) for file in files))
    assert not any("Traceback" in one.said for one in ran)
    return ran


def loaded(ran: Ran) -> set[str]:
    """The packages that were imported, but for numpy."""
    return {name.partition(".")[0] for name in ran.did["imported"]} - {"numpy"}


@pytest.mark.parametrize("silenced", [False, True], ids=["plain", "silenced"])
def test_nothing_is_trained_or_imported(silenced: bool, tmp_path: Path) -> None:  # noqa: FBT001 - drawn
    if silenced:
        (tmp_path / "kspec.toml").write_text(SILENCED, "utf-8")
    for ran in trained(tmp_path, *attacks()):
        assert ran.code > 0, ran.said
        assert not loaded(ran)
        assert set(ran.did["reached"]) <= {"ctypes.dlopen"}
        assert ran.did["executed"] == []
    assert not list(tmp_path.rglob("pwned"))


HIDDEN = {"class_name": "Inner", "module": "evil.code", "config": {}, "registered_name": "e>Inner"}


@pytest.mark.parametrize("options", [(), ("--allow-import", "other")], ids=["plain", "another"])
@pytest.mark.parametrize(
    "entry",
    [
        {"type": "evil.code:Layer"},
        {"type": "Lambda", "function": "evil.code:run"},
        {"type": "Dense", "units": 2, "activation": "evil.code:run"},
        {"type": "JaxLayer", "call_fn": HIDDEN},
    ],
    ids=["layer", "function", "activation", "hidden"],
)
def test_a_class_of_somebody_trains_only_when_it_is_allowed(
    entry: Any, options: tuple[str, ...], tmp_path: Path
) -> None:
    value: dict[str, Any] = {"inputs": {"shape": [4]}}
    value |= {"layers": [entry, {"type": "Dense", "units": 1}]}
    value |= {"compile": RUNS, "data": IRIS}
    (ran,) = trained(tmp_path, value, options=options)
    assert (ran.code, loaded(ran)) == (2, set())
    assert "--allow-import" in ran.said


def test_a_network_is_taken_from_the_project_only(tmp_path: Path) -> None:
    paths = ("/etc/passwd", "../../../../../../etc/passwd", "a/../../../../../../../etc/passwd")
    rest = {"compile": RUNS, "data": IRIS}
    for ran in trained(tmp_path, *({"model": path, **rest} for path in paths)):
        assert ran.code == 1, ran.said
        assert not any("passwd" in opened for opened in ran.did["opened"])
        assert not loaded(ran)


def test_data_and_logs_stay_in_the_project(tmp_path: Path) -> None:
    folder, outside = tmp_path / "project", tmp_path / "table.csv"
    folder.mkdir()
    outside.write_text("a,b\n1,2\n", "utf-8")
    (folder / "link.csv").symlink_to(outside)
    network = {"inputs": {"shape": [1]}, "layers": [{"type": "Dense", "units": 1}], "compile": RUNS}
    sources = (str(outside), "../table.csv", "link.csv", "/etc/passwd")
    writers = (
        {"type": "ModelCheckpoint", "filepath": "/tmp/x.keras"},  # noqa: S108 - never written
        {"type": "ModelCheckpoint", "filepath": "../../../../../../../../tmp/x.keras"},
        {"type": "CSVLogger", "filename": "/etc/log.csv"},
    )
    specs = [{**network, "data": {"source": path, "target": "b"}} for path in sources]
    specs += [
        {**network, "inputs": {"shape": [4]}, "data": IRIS, "fit": {"callbacks": [one]}}
        for one in writers
    ]
    for ran in trained(folder, *specs):
        assert (ran.code, loaded(ran)) == (2, set()), ran.said
        assert "leads out of the" in ran.said
        assert str(outside) not in ran.did["opened"]


@pytest.mark.slow
@pytest.mark.contract
def test_another_place_is_used_when_it_is_allowed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "project", tmp_path / "table.csv"
    folder.mkdir()
    outside.write_text("a,b\n1,2\n", "utf-8")
    network = {"inputs": {"shape": [1]}, "layers": [{"type": "Dense", "units": 1}], "compile": RUNS}
    value = {**network, "data": {"source": "../table.csv", "target": "b"}}
    (ran,) = trained(folder, value, options=("--allow-path", str(tmp_path)))
    assert ran.code == 2
    assert "1 sample cannot be split" in ran.said
    assert any(Path(opened).resolve() == outside for opened in ran.did["opened"])
