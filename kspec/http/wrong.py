"""Handlers of the framework's errors, which become problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from kspec.http.problems import ProblemError
from kspec.spec.suggest import nearest

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

STATUSES = {404: "not-found", 405: "method-not-allowed"}


async def on_problem(request: Request, error: Exception) -> Response:
    """A problem of our own."""
    del request
    if not isinstance(error, ProblemError):
        raise error
    return error.response()


async def on_http(request: Request, error: Exception) -> Response:
    """Handle an error of the router: an unknown address, or an address with another method."""
    if not isinstance(error, HTTPException) or error.status_code not in STATUSES:
        raise error
    kind = STATUSES[error.status_code]
    path = request.url.path
    detail = _unknown(path, request) if kind == "not-found" else _other_method(path, error)
    return ProblemError(kind, detail, dict(error.headers or {})).response()


def _unknown(path: str, request: Request) -> str:
    meant = nearest(path, request.app.state.paths)
    hint = f"did you mean {meant}?" if meant else "/docs lists what there is"
    return f"{path} is not known; {hint}"


def _other_method(path: str, error: HTTPException) -> str:
    allowed = Headers(error.headers).get("allow", "")
    document = ", with what is asked in the body" if "POST" in allowed else ""
    return f"{path} takes {allowed}{document}"
