"""The official client of the generation before: its own environment, since the two do not mix."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.shown import ROOT
from tests.mcp.test_route import served

pytestmark = pytest.mark.slow
VERSION = "1.30.0"
SCRIPT = """
import asyncio, json, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client

def transport(how, where):
    if how == "http":
        return streamablehttp_client(where)
    return stdio_client(StdioServerParameters(command=how, args=["-m", "kspec", "mcp"], cwd=where))

async def main():
    async with transport(*sys.argv[1:]) as (read, write, *_), ClientSession(read, write) as session:
        hello = await session.initialize()
        tools = await session.list_tools()
        found = await session.call_tool("lint_spec", {"spec": '{"layers": [{"type": "Dens"}]}'})
        wrong = await session.call_tool("describe", {"name": "Dens"})
        page = await session.read_resource("kspec://rules/KS303")
        print(json.dumps({
            "protocol": hello.protocolVersion,
            "tools": len(tools.tools),
            "found": found.content[0].text,
            "wrong": [wrong.isError, wrong.content[0].text],
            "page": page.contents[0].text[:20],
        }))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def older() -> Path:
    """The interpreter of an environment with the older client, kept in the cache."""
    folder = ROOT / ".cache" / f"mcp-{VERSION}"
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", f"mcp=={VERSION}"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mcp {VERSION} cannot be installed: {done.stderr.strip()[-200:]}")
    return python


@pytest.mark.parametrize("over", ["stdio", "http"])
def test_the_older_client_gets_the_same_answers(older: Path, tmp_path: Path, over: str) -> None:
    if over == "stdio":
        told(older, sys.executable, str(tmp_path))
        return
    with served(tmp_path) as address:
        told(older, "http", f"{address}/mcp")


def told(older: Path, *how: str) -> None:
    """Ask with the older client."""
    command = [str(older), "-c", SCRIPT, *how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["protocol"] < "2026"
    assert said["tools"] == 8
    assert json.loads(said["found"])["errors"]
    assert said["wrong"][0]
    assert 'did you mean "Dense"' in said["wrong"][1]
    assert said["page"].startswith("# KS303")
