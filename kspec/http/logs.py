"""A line of JSON for each request, and its part of the counters; never a word of a body."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from kspec.http.faults import place_of
from kspec.http.problems import ProblemError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kspec.http.state import State

LOGGER = logging.getLogger("kspec.http")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
OK = 200
PROBES = ("/healthz", "/readyz", "/metrics")
"""Paths of probes, which are not logged."""
UNKNOWN = "other"
"""Route of an unknown address: counters must stay few."""


class Logged:
    """The application with every request noted; a fault of ours is a problem too."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and note it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id, status = _request_id(scope), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:  # a fault of ours is a problem document, and a line in the log
            LOGGER.exception("fault", extra={"fields": {"id": request_id}})
            if status:
                raise
            problem = ProblemError("internal", f"please report it: {type(error).__name__}")
            await problem.response()(scope, receive, noted)
        finally:
            self._note(scope, status, time.perf_counter() - began, request_id)

    def _note(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", UNKNOWN)
        self.state.metrics.request(route, status, seconds)
        fields = {
            "route": route,
            "method": scope["method"] if len(scope["method"]) < 20 else "?",
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": scope.get("kspec.bytes", 0),
            "findings": scope.get("kspec.findings"),
            "id": request_id,
        }
        level = logging.DEBUG if route in PROBES and status == OK else logging.INFO
        LOGGER.log(level, "request", extra={"fields": fields})


def _request_id(scope: Scope) -> str:
    """The id that a proxy gave, or a new one."""
    request_id = Headers(scope=scope).get("x-request-id", "")
    return request_id if _ID.fullmatch(request_id) else secrets.token_hex(8)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["fault"] = place_of(record.exc_info[1])
        return json.dumps(line)
