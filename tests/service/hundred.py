"""A hundred documents of every kind, which every door must say the same of."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kspec.linter.rules.index import RULES
from kspec.service.answers import convert
from kspec.service.models import network_of
from tests.rule_pages import examples_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SCRIPTS = ROOT / "tests" / "fixtures" / "scripts" / "faulty"
SUFFIXES = {"json": "json", "yaml": "yaml", "python": "py"}
COUNT = 100
BROKEN = {
    "empty.json": b"",
    "nothing.yaml": b"- 1\n- 2\n",
    "single.json": b"{'layers': [}",
    "not_utf8.json": b'{"name": "\xff"}',
    "marked.json": '\ufeff{"layers": [{"type": "Dense", "name": "\U0001f9e0"}]}'.encode(),
    "half.py": b"import keras\nmodel = keras.Sequential([",
    "comments.jsonc": b'{ // here\n"layers": [{"type": "Dense", "unit": 1},],}',
    "no_archive.keras": b"PK\x03\x04 and no more",
}


def hundred() -> dict[str, bytes]:
    """The documents by their names."""
    found = dict(_documents())
    kept = list(found)[: COUNT - len(BROKEN)]
    return {name: found[name] for name in kept} | BROKEN


def _documents() -> Iterator[tuple[str, bytes]]:
    for path in (*sorted(EXAMPLES.glob("*.json")), EXAMPLES / "faulty" / "digits.json"):
        keras = convert(network_of(path.read_text("utf-8"), path.name), "keras").encode()
        yield f"{path.parent.name}-{path.name}", path.read_bytes()
        yield f"{path.parent.name}-{path.stem}.keras", _archive(keras)
        yield f"{path.parent.name}-{path.stem}-to_json.json", keras
    for path in sorted(SCRIPTS.glob("*.py"))[:16]:
        yield path.name, path.read_bytes()
        yield f"{path.stem}.ipynb", _notebook(path.read_text("utf-8"))
    for entry in RULES:
        for example in examples_of(entry, "Bad")[:1]:
            if example.language in SUFFIXES:
                yield f"{entry.code}.{SUFFIXES[example.language]}", example.text.encode()


def _archive(config: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("config.json", config)
        archive.writestr("metadata.json", '{"keras_version": "3.8.0"}')
    return packed.getvalue()


def _notebook(code: str) -> bytes:
    """A notebook with a cell for each paragraph."""
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": part.splitlines(keepends=True),
        }
        for part in ("%matplotlib inline\n" + code).split("\n\n\n")
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1).encode()
