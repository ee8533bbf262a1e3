"""Description of the service: OpenAPI, and the reference made of it."""

import json

from fastapi import APIRouter, Request, Response

from kspec.http.openapi import openapi
from kspec.http.pages import SECURE, markdown_page
from kspec.http.reference import reference_page
from kspec.http.state import State, state_of

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def document(request: Request) -> Response:
    """The document of OpenAPI."""
    return Response(_document(request), media_type="application/json")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The reference as a page."""
    state = state_of(request)
    key = ("docs",)
    if key not in state.known:
        text = reference_page(json.loads(_document(request)))
        state.known[key] = markdown_page(text).encode()
    return Response(state.known[key], headers=SECURE, media_type="text/html")


def _document(request: Request) -> bytes:
    state: State = state_of(request)
    key = ("openapi",)
    if key not in state.known:
        state.known[key] = json.dumps(openapi(request.app)).encode()
    return state.known[key]
