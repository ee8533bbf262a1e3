"""From what the framework raises to problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kspec.http.problems import ProblemError
from kspec.spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

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


async def on_options(request: Request, error: Exception) -> Response:
    """An option that is unknown, or has a value of the wrong type."""
    if not isinstance(error, RequestValidationError):
        raise error
    said = "; ".join(_said(request, one) for one in error.errors())
    return ProblemError("wrong-option", said).response()


def _said(request: Request, error: dict[str, object]) -> str:
    place = error["loc"]
    name = str(place[-1]) if isinstance(place, tuple) else ""
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg']}"
    known = list(_options(request))
    meant = nearest(name, known)
    hint = f'did you mean "{meant}"?' if meant else f"there are {', '.join(known)}"
    return f'"{name}" is no option; {hint}'


def _options(request: Request) -> Iterator[str]:
    """The options that the route of a request takes, as addresses name them."""
    for parameter in request.scope["route"].dependant.query_params:
        for name, field in parameter.field_info.annotation.model_fields.items():
            yield field.alias or name
