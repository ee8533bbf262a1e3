"""Files that are made to run code when they are loaded run none here."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CODE = "4wEAAAAAAAAAAAAAAAEAAAADAAAA8wAAAABlAGQAqwEAAAAAAAAAAQB5AQ=="
INPUT = {
    "module": "keras.layers",
    "class_name": "InputLayer",
    "config": {"batch_shape": [None, 4], "name": "x"},
    "registered_name": None,
}


def layer(module: str | None, name: str, registered: str | None = None, /, **config: Any) -> Any:
    entry = {"class_name": name, "config": {"name": "y", **config}}
    return {"module": module, **entry, "registered_name": registered}


def function(module: str, name: str) -> Any:
    return {
        "module": module,
        "class_name": "function",
        "config": name,
        "registered_name": "function",
    }


BYTECODE = {"class_name": "__lambda__", "config": {"code": CODE, "defaults": None, "closure": None}}
LAYERS: dict[str, tuple[Any, str]] = {
    "lambda": (layer("keras.layers", "Lambda", function=BYTECODE), "KS701"),
    "lambda of Keras 2": (
        layer(
            "keras.layers",
            "Lambda",
            function=[CODE, None, None],
            function_type="lambda",
            module="os",
        ),
        "KS701",
    ),
    "lambda inside a wrapper": (
        layer(
            "keras.layers",
            "TimeDistributed",
            layer=layer("keras.layers", "Lambda", function=BYTECODE),
        ),
        "KS701",
    ),
    "lambda as an activation": (
        layer("keras.layers", "Dense", units=2, activation=BYTECODE),
        "KS701",
    ),
    "os.system": (layer("os", "system", command="touch pwned"), "KS702"),
    "builtins.eval": (layer("builtins", "eval", source="open('pwned', 'w')"), "KS702"),
    "subprocess": (layer("subprocess", "Popen", args=["touch", "pwned"]), "KS702"),
    "registered name": (layer("os", "Dense", "keras>Dense", units=2), "KS702"),
    "function config": (
        layer("keras.layers", "Activation", activation=function("os", "system")),
        "KS702",
    ),
    "nested function config": (
        layer(
            "keras.layers",
            "Dense",
            units=2,
            kernel_initializer=layer(
                "builtins", "exec", code={"activation": function("os", "abort")}
            ),
        ),
        "KS702",
    ),
    "function of a lambda layer": (
        layer("keras.layers", "Lambda", function=function("os", "system")),
        "KS702",
    ),
    "get_file": (
        layer("keras.utils", "get_file", fname="pwned", origin="http://127.0.0.1/x", extract=True),
        "KS70",
    ),
    "TFSMLayer": (layer("keras.layers", "TFSMLayer", filepath="/etc"), "KS703"),
    "TorchModuleWrapper": (
        layer(
            "keras.layers", "TorchModuleWrapper", module="gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlA=="
        ),
        "KS70",
    ),
    "vocabulary path": (
        layer("keras.layers", "TextVectorization", vocabulary="/etc/passwd"),
        "KS703",
    ),
    "lookup path": (layer("keras.layers", "StringLookup", vocabulary="/etc/passwd"), "KS703"),
}
COMMANDS = (("lint", "--isolated", "--output-format", "concise"), ("summary",), ("convert",))


def model(entry: Any) -> bytes:
    config = {"name": "net", "layers": [INPUT, entry]}
    whole = {"module": "keras", "class_name": "Sequential", "config": config}
    return json.dumps({**whole, "registered_name": None}).encode()


def archive(config: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("metadata.json", json.dumps({"keras_version": "3.8.0"}))
        made.writestr("config.json", config)
        made.writestr("model.weights.h5", b"no weights")
        made.writestr("assets/y/vocabulary.txt", b"a\nb\n")
    return buffer.getvalue()


def audited(folder: Path, *arguments: str) -> tuple[str, dict[str, list[str]]]:
    """What a command prints, and what it did (see `audited.py`)."""
    _, said, did = run_audited(folder, *arguments)
    return said, did


def run_audited(folder: Path, *arguments: str) -> tuple[int, str, dict[str, list[str]]]:
    """The exit code of a command, what it prints, and what it did."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.safety.audited", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"HOME": str(folder), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    said, _, audit = ran.stderr.rpartition("\nAUDIT ")
    assert audit, ran.stderr
    return ran.returncode, ran.stdout + said, json.loads(audit)


@pytest.mark.parametrize("name", LAYERS)
def test_lint_reads_only_its_file_and_says_what_is_wrong(name: str, tmp_path: Path) -> None:
    entry, code = LAYERS[name]
    file = tmp_path / "model.json"
    file.write_bytes(model(entry))
    said, did = audited(tmp_path, *COMMANDS[0], str(file))
    assert did == {"opened": [str(file)], "reached": [], "executed": [], "imported": []}
    assert code in said


@pytest.mark.parametrize("name", LAYERS)
def test_an_archive_is_as_safe(name: str, tmp_path: Path) -> None:
    entry, code = LAYERS[name]
    file = tmp_path / "model.keras"
    file.write_bytes(archive(model(entry)))
    said, did = audited(tmp_path, *COMMANDS[0], str(file))
    assert did == {"opened": [str(file)], "reached": [], "executed": [], "imported": []}
    assert code in said


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command[0])
@pytest.mark.parametrize("name", LAYERS)
def test_summary_and_convert_run_nothing(
    name: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "model.json"
    file.write_bytes(model(LAYERS[name][0]))
    _, did = audited(tmp_path, *command, str(file))
    assert did == {"opened": [str(file)], "reached": [], "executed": [], "imported": []}


def test_the_hook_sees_what_it_should(tmp_path: Path) -> None:
    """A test that cannot fail shows nothing: an output file is opened, and seen."""
    file, report = tmp_path / "model.json", tmp_path / "report.json"
    file.write_bytes(model(layer("keras.layers", "Dense", units=2)))
    _, did = audited(tmp_path, *COMMANDS[0], "--output-file", str(report), str(file))
    assert str(report) in did["opened"]
