"""From what the framework raises to problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """What the router says: there is no such address, or not with this method."""
    if not isinstance(error, HTTPException) or error.status_code not in STATUSES:
        raise error
    kind = STATUSES[error.status_code]
    detail = f"{request.method} {request.url.path} is not known"
    meant = nearest(request.url.path, request.app.state.paths)
    if kind == "not-found" and meant is not None:
        detail += f"; did you mean {meant}?"
    return ProblemError(kind, detail, dict(error.headers or {})).response()
