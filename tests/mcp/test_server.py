"""The server with the official client."""

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from kspec.mcp.server import make_server
from kspec.mcp.tools import TOOLS, call

NAMES = [
    "lint_spec",
    "fix_spec",
    "summarize_spec",
    "describe",
    "explain_rule",
    "diff_specs",
    "convert_spec",
    "start_spec",
]


def in_process(scenario: Callable[[Client], Awaitable[None]], *, files: bool = True) -> None:
    async def answer(name: str, arguments: dict[str, Any]) -> str:
        return call(name, arguments)

    async def run() -> None:
        async with Client(make_server(answer, files=files)) as client:
            await scenario(client)

    anyio.run(run)


async def asked(client: Client, tool: str, /, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    (content,) = result.content
    return str(getattr(content, "text", ""))


def test_the_tools_have_the_names_that_are_known() -> None:
    async def scenario(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == NAMES == list(TOOLS)
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        told = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in tools])
        assert len(told) / 4 < 1000

    in_process(scenario)


def test_an_error_is_an_answer_that_says_what_to_do() -> None:
    async def scenario(client: Client) -> None:
        result = await client.call_tool("describe", {"name": "Dens"})
        assert result.is_error
        assert 'did you mean "Dense"?' in str(result.content)

    in_process(scenario)


def test_pages_and_examples_are_read_by_address() -> None:
    async def scenario(client: Client) -> None:
        for uri, start in (
            ("kspec://rules/KS303", "# KS303 softmax-single-unit"),
            ("kspec://rules/softmax-single-unit", "# KS303"),
            ("kspec://layers/Dense", "# layer Dense"),
            ("kspec://examples/regression", "{"),
        ):
            (content,) = (await client.read_resource(uri)).contents
            assert str(getattr(content, "text", "")).startswith(start)
        listed = (await client.list_resources()).resources
        assert "kspec://examples/segmentation" in [str(one.uri) for one in listed]
        templates = (await client.list_resource_templates()).resource_templates
        assert "kspec://rules/{code}" in [one.uri_template for one in templates]
        for uri in ("kspec://rules/KS999", "kspec://layers/mse", "kspec://secrets/a"):
            with pytest.raises(MCPError):
                await client.read_resource(uri)

    in_process(scenario)


def test_a_faulty_spec_is_linted_mended_and_clean(tmp_path: Path) -> None:
    """The loop of an agent, over standard input and output."""
    spec = {
        "inputs": {"shape": [8, 8, 1]},
        "layers": [
            {"type": "Conv2d", "filters": 8, "kernel_size": 3, "activation": "relu"},
            {"type": "Flatten"},
            {"type": "Dense", "units": 1, "activation": "softmax"},
        ],
        "compile": {"loss": "binary_crossentropy", "optimizer": "adam"},
    }
    (tmp_path / "model.json").write_text(json.dumps(spec, indent=2))

    async def scenario() -> None:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "kspec", "mcp"], cwd=tmp_path
        )
        async with Client(stdio_client(server)) as client:
            first = json.loads(await asked(client, "lint_spec", path="model.json"))
            assert not first["ok"]
            mended = json.loads(await asked(client, "fix_spec", spec=spec))
            assert mended["fixed"] == 2
            again = json.loads(await asked(client, "lint_spec", spec=mended["text"]))
            assert again == {"ok": True}
            outside = await client.call_tool("lint_spec", {"path": "/etc/hostname"})
            assert outside.is_error

    anyio.run(scenario)


def test_a_spec_is_written_from_nothing() -> None:
    async def scenario(client: Client) -> None:
        text = await asked(client, "start_spec", task="regression", shape=[6])
        spec, _ = json.JSONDecoder().raw_decode(text)
        fields = await asked(client, "describe", name="Dropout")
        assert "- rate required" in fields
        spec["layers"].insert(-1, {"type": "Dropout", "rate": 0.1})
        assert json.loads(await asked(client, "lint_spec", spec=spec)) == {"ok": True}
        assert "Dropout (None, 64) 0" in await asked(client, "summarize_spec", spec=spec)

    in_process(scenario)
