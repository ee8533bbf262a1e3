"""Access control: the host, the origin and the token of a request; and headers that keep browsers
safe.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from kspec.http.problems import ProblemError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kspec.http.state import Settings

GUARDED = ("/v1/", "/metrics", "/mcp")
"""Paths that need the token, where there is one: probes and the page show nothing."""
SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
)
"""Headers of every answer that does not have its own."""
ALLOWED = "authorization, content-type, x-request-id"
EXPOSED = "kspec-errors, kspec-warnings, kspec-advice, retry-after, x-request-id"


class Guard:
    """The application behind checks of each request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        other = origin is not None and origin in self.settings.origins

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] += [header for header in SAFE if header[0] not in own]
                headers = MutableHeaders(scope=message)
                if other and origin is not None:
                    headers["access-control-allow-origin"] = origin
                    headers["access-control-expose-headers"] = EXPOSED
                    headers["cross-origin-resource-policy"] = "cross-origin"
                if self.settings.origins:
                    headers.add_vary_header("origin")
            await send(message)

        try:
            self._check(scope, headers, origin)
        except ProblemError as problem:
            await problem.response()(scope, receive, safe)
            return
        if other and scope["method"] == "OPTIONS":
            await _preflight()(scope, receive, safe)
            return
        await self.app(scope, receive, safe)

    def _check(self, scope: Scope, headers: Headers, origin: str | None) -> None:
        """Raise `ProblemError` for a request without access."""
        host = _host_of(f"//{headers.get('host', '')}")
        if not self._is_ours(host):
            detail = f'the service does not answer for the host "{host}"'
            raise ProblemError("wrong-host", detail)
        if (
            origin is not None
            and origin not in self.settings.origins
            and urlsplit(origin).netloc != headers.get("host")
        ):
            raise ProblemError("foreign-origin", f"pages of {origin[:200]} may not ask")
        token, path = self.settings.token, scope["path"]
        if token and scope["method"] != "OPTIONS" and path.startswith(GUARDED):
            credentials = headers.get("authorization", "")
            if not hmac.compare_digest(credentials.encode(), f"Bearer {token}".encode()):
                detail = "send the header `authorization: Bearer TOKEN`"
                raise ProblemError("unauthorized", detail, {"www-authenticate": "Bearer"})

    def _is_ours(self, host: str) -> bool:
        """Whether a page of another name cannot have been meant: an address is never rebound."""
        if host == "localhost" or host in self.settings.hosts or "*" in self.settings.hosts:
            return True
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True


def _host_of(address: str) -> str:
    """The host of an address without its port, in small letters."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _preflight() -> Response:
    headers = {
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": ALLOWED,
        "access-control-max-age": "600",
    }
    return Response(status_code=204, headers=headers)
