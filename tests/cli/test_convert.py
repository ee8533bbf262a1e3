"""`kspec convert` writes to the terminal, or to a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Folder

LAYERS = [{"type": "Dense", "name": "dense", "units": 1}]


@pytest.mark.parametrize("arguments", [(), ("-o", "-")])
def test_it_prints(folder: Folder, arguments: tuple[str, ...]) -> None:
    folder.write("model.json")
    assert folder.run("convert", "model.json", *arguments).json["layers"] == LAYERS


def test_it_writes_a_file(folder: Folder) -> None:
    folder.write("model.json")
    assert folder.run("convert", "model.json", "--output", "new.json").out == ""
    assert json.loads(folder.read("new.json"))["layers"] == LAYERS
