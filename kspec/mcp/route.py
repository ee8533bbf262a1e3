"""The server over HTTP: an application for a route of `kspec serve`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from kspec.mcp.server import make_server
from kspec.service.errors import AnswerError

Ask = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

PATH = "/mcp"
FUNCTION = "kspec.mcp.tools:answer"
"""Function that a worker calls."""
GUARDED = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""The service in front checks hosts and origins."""


@asynccontextmanager
async def start(ask: Ask) -> AsyncIterator[StreamableHTTPASGIApp]:
    """The application, which has ``ask`` call `FUNCTION`; it keeps no sessions."""

    async def call(name: str, arguments: dict[str, Any]) -> str:
        answer = await ask({"name": name, "arguments": arguments})
        if "problem" in answer:
            raise AnswerError(f"{answer['problem']}: use kspec in the shell.")
        if "error" in answer:
            raise AnswerError(answer["error"])
        return str(answer["text"])

    manager = StreamableHTTPSessionManager(
        app=make_server(call, files=False),
        json_response=True,
        stateless=True,
        security_settings=GUARDED,
    )
    async with manager.run():
        yield StreamableHTTPASGIApp(manager)
