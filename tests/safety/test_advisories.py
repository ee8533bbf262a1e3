"""Every published advisory on Keras that concerns files: a file that uses it, and what is said.

`docs/safety.md` lists them with their sources.
"""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kspec.linter.engine import lint_document
from kspec.source.parsing import parse_bytes
from tests.safety.attacks import BYTECODE, CODE, archive, function, layer, model
from tests.safety.test_nothing_runs import QUIET, ROOT, run_audited

PAGE = ROOT / "docs" / "safety.md"
IGNORED = "nothing"
"""Content of the weights of an archive, which are not read."""
H5 = b"\x89HDF\r\n\x1a\n"


def keras(entry: Any) -> bytes:
    return archive(model(entry))


def with_member(name: str | zipfile.ZipInfo, data: bytes = b"harm") -> bytes:
    buffer = io.BytesIO(keras(layer("keras.layers", "Dense", units=2)))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)
    return buffer.getvalue()


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("assets/link")
    member.external_attr = 0o120777 << 16
    return member


def lambda_of(module: str, name: str, **arguments: Any) -> bytes:
    return keras(
        layer("keras.layers", "Lambda", function=function(module, name), arguments=arguments)
    )


def texts(entry: Any) -> bytes:
    """A model that takes texts."""
    return model(entry).replace(b'"name": "x"', b'"name": "x", "dtype": "string"')


LEGACY = layer("keras.layers", "Lambda", function=[CODE, None, None], function_type="lambda")
ADVISORIES: dict[str, tuple[str, bytes, str]] = {
    "CVE-2021-37678": (
        "model.yaml",
        b"!!python/object/new:type {args: [z, !!python/tuple [], {extend: !!python/name:exec }]}",
        "KS001",
    ),
    "CVE-2024-3660": ("model.json", model(LEGACY), "KS701"),
    "CVE-2024-55459": (
        "model.keras",
        lambda_of("keras.utils", "get_file", origin="http://127.0.0.1/x", extract=True),
        "KS701",
    ),
    "CVE-2025-1550": ("model.keras", keras(layer("os", "system", command="id")), "KS702"),
    "CVE-2025-8747": (
        "model.keras",
        lambda_of("keras.src.utils.file_utils", "get_file", fname="x", cache_dir="/tmp"),  # noqa: S108 - in a string
        "KS702",
    ),
    "CVE-2025-9905": ("model.h5", H5 + b"\0" * 64, "KS001"),
    "CVE-2025-9906": (
        "model.keras",
        lambda_of("keras.config", "enable_unsafe_deserialization"),
        "KS701",
    ),
    "CVE-2025-12058": (
        "model.keras",
        archive(texts(layer("keras.layers", "StringLookup", vocabulary="/etc/passwd"))),
        "KS703",
    ),
    "CVE-2025-12060": ("model.keras", lambda_of("keras.utils", "get_file", untar=True), "KS701"),
    "CVE-2025-12638": ("model.keras", lambda_of("keras.utils", "get_file", extract=True), "KS701"),
    "CVE-2025-49655": (
        "model.keras",
        keras(layer("keras.layers", "TorchModuleWrapper", module="gASV")),
        "KS701",
    ),
    "CVE-2026-0897": ("model.keras", keras(layer("keras.layers", "Dense", units=2)), IGNORED),
    "CVE-2026-1462": (
        "model.keras",
        keras(layer("keras.layers", "TFSMLayer", filepath="//share/model")),
        "KS703",
    ),
    "CVE-2026-1669": ("model.keras", keras(layer("keras.layers", "Dense", units=2)), IGNORED),
    "CVE-2026-12479": (
        "model.keras",
        keras(layer("keras.layers", "Dense", name="../../../evil", units=2)),
        "KS105",
    ),
    "CVE-2026-12481": (
        "model.json",
        model(layer("keras.layers", "Lambda", function=BYTECODE)),
        "KS701",
    ),
    "CVE-2026-12570": ("model.keras", keras(layer("keras.layers", "Dense", units=2)), IGNORED),
    "GHSA-hqp4-2352-xf5r": ("model.keras", with_member("/etc/cron.d/evil"), "KS704"),
    "keras-22973": ("model.keras", lambda_of("keras.utils", "get_file", extract=True), "KS701"),
    "keras-22975": ("model.keras", keras(layer("keras.layers", "Dense", units=2)), IGNORED),
    "keras-22976": ("model.keras", keras(layer("keras.layers", "Dense", units=2)), IGNORED),
    "keras-23010": ("model.keras", with_member("assets/bomb", bytes(33 * 2**20)), "KS704"),
    "keras-23015": ("model.keras", with_member(link(), b"/etc"), "KS704"),
    "keras-23016": ("model.keras", with_member("model.weights.npz"), IGNORED),
    "keras-23101": ("model.keras", with_member("assets/bomb", bytes(65 * 2**20)), "KS704"),
}


@pytest.mark.parametrize("name", ADVISORIES)
def test_a_file_that_uses_it_is_answered(name: str) -> None:
    file, data, code = ADVISORIES[name]
    found = {one.code for one in lint_document(parse_bytes(data, file)).findings}
    assert found == (set() if code == IGNORED else {code})


def test_the_page_lists_them_all_with_their_answers() -> None:
    rows = re.findall(
        r"^\| \[((?:CVE|GHSA|keras)-[\w-]+)\]\(https://\S+\) \|.*\| (.*) \|$",
        PAGE.read_text("utf-8"),
        re.MULTILINE,
    )
    told = {name: re.findall(r"KS\d{3}", answer)[:1] for name, answer in rows}
    assert told == {
        name: [] if code == IGNORED else [code] for name, (_, _, code) in ADVISORIES.items()
    }


def test_weights_that_point_at_other_files_are_left_alone(tmp_path: Path) -> None:
    """A data set's bytes are in another's file, as in CVE-2026-1669."""
    h5py = pytest.importorskip("h5py", reason="h5py is not installed: no weights to make")
    secret = tmp_path / "secret"
    secret.write_bytes(b"\0" * 64)
    with h5py.File(tmp_path / "weights.h5", "w") as file:
        file.create_dataset("kernel", shape=(8,), dtype="f8", external=[(str(secret), 0, 64)])
    path = tmp_path / "model.keras"
    path.write_bytes(keras(layer("keras.layers", "Dense", units=2)))
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, data in members.items():
            weights = name == "model.weights.h5"
            made.writestr(name, (tmp_path / "weights.h5").read_bytes() if weights else data)
    (ran,) = run_audited(tmp_path, ("lint", "--isolated", str(path)))
    assert ran.did == {**QUIET, "opened": [str(path)]}
