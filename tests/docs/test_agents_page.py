"""The settings that the page on agents shows start the server."""

import json
import tomllib
from typing import Any

import pytest

from kspec.cli.main import COMMANDS, main
from tests.docs.shown import ROOT, Block, blocks

PAGE = ROOT / "docs/how-to/agents.md"
SETTINGS = [block for block in blocks(PAGE) if block.language in {"json", "toml"}]


@pytest.mark.parametrize("block", SETTINGS, ids=lambda block: block.title)
def test_settings_name_a_command_that_there_is(block: Block) -> None:
    read = json.loads if block.language == "json" else tomllib.loads
    settings: dict[str, Any] = read(block.text)
    (servers,) = settings.values()
    server = servers["kspec"]
    assert server["command"] == "kspec"
    name, *options = server["args"]
    command = main.get_command(None, name)  # type: ignore[arg-type]  # no context is needed
    assert command is not None
    known = {word for param in command.params for word in param.opts}
    assert [word for word in options if word.startswith("-") and word not in known] == []


def test_the_instructions_name_commands_that_there_are() -> None:
    (block,) = [block for block in blocks(PAGE) if block.language == "markdown"]
    words = [
        part.split("kspec ")[1].split()[0] for part in block.text.split("`") if "kspec " in part
    ]
    assert words
    assert [word for word in words if word not in COMMANDS] == []
