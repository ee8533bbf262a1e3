"""Routes that need no document: rules, meanings of names, and the schema of a spec."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response

from kspec.http.asking import answered, question
from kspec.http.described import described
from kspec.http.negotiation import chosen
from kspec.http.pages import SECURE, markdown_page
from kspec.http.problems import ProblemError
from kspec.http.questions import HTML, JSON, MARKDOWN, SCHEMA
from kspec.http.state import State, state_of
from kspec.service.rules import index_markdown, rule_markdown
from kspec.version import __version__

router = APIRouter(prefix="/v1", tags=["Rules and classes"], default_response_class=Response)

RULES = {JSON: "rules", MARKDOWN: None, HTML: None}
RULE = {JSON: "rule", MARKDOWN: None, HTML: None}
DESCRIBE = {JSON: "describe"}
SCHEMAS = {SCHEMA: None, JSON: None}
OF_WORDS = ("not-found", "not-acceptable")
KEPT = 1000
"""Answers that are remembered: there are few rules and classes."""
SECONDS = 3600
"""Seconds that a browser may cache an answer."""
PATIENCE = 30.0
"""Seconds of processor time for answers without a document: the schema takes a second or more,
once.
"""
LONGEST = 200
"""Characters of a name: it is compared with all that are known."""


@router.get("/rules", **described(RULES, problems=["not-acceptable"]))
async def rules(request: Request) -> Response:
    """All rules with their pages."""
    media = chosen(request, RULES)
    body = await _known(state_of(request), "kspec.service.rules:rules")
    return _response(request, body, media, lambda rules: index_markdown(rules, "rules/{code}"))


@router.get("/rules/{rule}", **described(RULE, problems=OF_WORDS))
async def rule(request: Request, rule: str) -> Response:
    """A rule, by its code or name, with its page."""
    media = chosen(request, RULE)
    body = await _known(state_of(request), "kspec.service.rules:rule", rule)
    return _response(request, body, media, rule_markdown)


@router.get("/describe/{name}", **described(DESCRIBE, problems=OF_WORDS))
async def describe(request: Request, name: str) -> Response:
    """A layer, loss, metric, optimizer, callback, field or rule, by its name."""
    media = chosen(request, DESCRIBE)
    body = await _known(state_of(request), "kspec.service.describe:describe", name)
    return _response(request, body, media)


@router.get("/schema", **described(SCHEMAS, problems=["not-acceptable"]))
async def schema(request: Request) -> Response:
    """The JSON Schema of a native spec, as `kspec schema` prints it."""
    media = chosen(request, SCHEMAS)
    body = await _known(state_of(request), "kspec.spec.schema:spec_schema")
    return _response(request, body, media)


async def _known(state: State, function: str, *words: str) -> bytes:
    """Answer of a function of kspec (``module:name``) to some words; a worker is asked once."""
    if any(len(word) > LONGEST for word in words):
        raise ProblemError("not-found", f"no name has more than {LONGEST} characters")
    key = (function, *words)
    body = state.known.get(key)
    if body is None:
        query = question("call", function=function, arguments=words)
        query.head["seconds"] = PATIENCE
        _, body = await answered(state, query)
        if len(state.known) < KEPT:
            state.known[key] = body
    return body


def _response(
    request: Request, body: bytes, media: str, written: Callable[[Any], str] | None = None
) -> Response:
    """An answer in a media type; nothing where the asker has it already."""
    headers = {"cache-control": f"public, max-age={SECONDS}", "vary": "accept"}
    if written is not None and media in (MARKDOWN, HTML):
        text = written(json.loads(body))
        body = (markdown_page(text) if media == HTML else text).encode()
        headers |= SECURE if media == HTML else {}
    tag = f'"{__version__}-{sha256(body).hexdigest()[:16]}"'
    headers["etag"] = tag
    known = (word.strip() for word in request.headers.get("if-none-match", "").split(","))
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media)
