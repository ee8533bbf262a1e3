"""The tools as a route of `kspec serve`, with the official client."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient
from mcp import Client

from kspec.http.app import create_app
from kspec.http.mounts import Mount
from kspec.http.state import Settings
from kspec.mcp import route
from tests.http.conftest import InProcess

TOOLS = Mount(route.PATH, route.FUNCTION, route.start)
FAULTY = {"inputs": {"shape": [4]}, "layers": [{"type": "Dens", "units": 1}]}
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
HEADERS = {
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": "2026-07-28",
}


@pytest.fixture
def workers() -> InProcess:
    return InProcess()


@pytest.fixture
def client(workers: InProcess) -> Iterator[TestClient]:
    with TestClient(create_app(workers=workers, mounted=[TOOLS]), "http://localhost") as opened:
        yield opened


def posted(client: TestClient, method: str, **params: Any) -> Any:
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": META, **params}}
    named = {"mcp-method": method} | ({"mcp-name": params["name"]} if "name" in params else {})
    return client.post("/mcp", json=body, headers=HEADERS | named)


def test_tools_are_answered_by_the_workers(client: TestClient, workers: InProcess) -> None:
    found = posted(client, "tools/call", name="lint_spec", arguments={"spec": FAULTY})
    assert found.status_code == 200, found.text
    (content,) = found.json()["result"]["content"]
    assert json.loads(content["text"])["findings"][0]["code"] == "KS101"
    assert workers.asked == ["call"]


def test_no_file_is_read(client: TestClient) -> None:
    listed = posted(client, "tools/list").json()["result"]["tools"]
    assert all("path" not in tool["inputSchema"]["properties"] for tool in listed)
    found = posted(client, "tools/call", name="lint_spec", arguments={"path": "/etc/passwd"})
    result = found.json()["result"]
    assert result["isError"]
    assert "No files are read here" in result["content"][0]["text"]


@pytest.mark.parametrize(
    "header", [{"host": "evil.example.com"}, {"origin": "https://example.com"}]
)
def test_other_hosts_and_origins_are_refused(client: TestClient, header: dict[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": META}}
    answer = client.post("/mcp", json=body, headers={**HEADERS, **header})
    assert answer.status_code in {403, 421}
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_token_is_asked_for() -> None:
    app = create_app(Settings(token="secret"), InProcess(), [TOOLS])  # noqa: S106 - of a test
    with TestClient(app, "http://localhost") as client:
        assert posted(client, "tools/list").status_code == 401


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a service with the tools."""
    command = [sys.executable, "-m", "kspec", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            lines = (re.search(r"http://[\d.]+:\d+", line) for line in server.stderr)
            yield next(found[0] for found in lines if found)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)


def test_the_official_client_over_http(tmp_path: Path) -> None:
    with served(tmp_path) as address:

        async def scenario() -> None:
            async with Client(f"{address}/mcp") as client:
                assert len((await client.list_tools()).tools) == 8
                result = await client.call_tool("lint_spec", {"spec": FAULTY})
                assert "KS101" in str(result.content)

        anyio.run(scenario)
        assert httpx.get(f"{address}/healthz").status_code == 200


def test_who_only_listens_is_refused(client: TestClient) -> None:
    answer = client.get("/mcp", headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["detail"] == "/mcp takes POST, with what is asked in the body"
