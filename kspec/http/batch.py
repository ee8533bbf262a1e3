"""Many documents in one request: a line of JSON each, answered by a line each, in their order."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import AsyncExitStack, asynccontextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from kspec.http.asking import Documents, answered, question
from kspec.http.bodies import busy, media_type, read_body
from kspec.http.described import Plain, described, reference
from kspec.http.negotiation import chosen
from kspec.http.problems import ProblemError
from kspec.http.queries import RulesQuery, query_of
from kspec.http.questions import NDJSON
from kspec.http.state import state_of
from kspec.service.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import Receive, Scope, Send

    from kspec.http.state import State
    from kspec.service.options import LintOptions

router = APIRouter(
    prefix="/v1", tags=["Documents"], default_response_class=Response, route_class=Plain
)
BATCH = {NDJSON: None}
ACCEPTED = ("", NDJSON, "application/jsonl", "application/x-www-form-urlencoded", "text/plain")
BODY = {
    "required": False,
    "content": {
        NDJSON: {"schema": reference("line")},
        "application/jsonl": {"schema": reference("line")},
        "text/plain": {"schema": {"type": "string"}},
    },
}


class _Reserved(StreamingResponse):
    """Stream that holds a resource until its end."""

    def __init__(self, content: AsyncIterator[bytes], reservation: AsyncExitStack) -> None:
        super().__init__(content, media_type=NDJSON)
        self.reservation = reservation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.reservation:
            await super().__call__(scope, receive, send)


@router.post("/batch", **described(BATCH, BODY, RulesQuery))
async def batch(request: Request) -> Response:
    """The reports on many documents: each line of the body is an object with `content` (the text)
    and `filename`, and each line of the answer has its `line`, `filename` and `report`, or a
    `problem`.
    """
    query = query_of(request, RulesQuery)
    chosen(request, BATCH)
    state, media = state_of(request), media_type(request)
    limits, options = state.limits, query.options(None)
    try:
        options.linter()
    except OptionError as error:
        raise ProblemError("wrong-option", str(error)) from error
    if media not in ACCEPTED:
        detail = f'"{media}" is not {NDJSON}'
        raise ProblemError("unsupported-media-type", detail)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_turn(state))
        lease = stack.enter_context(state.budget.lease())
        body = await read_body(request, limits, lease, limits.batch)
        request.scope["kspec.bytes"] = lease.size
        state.metrics.body_bytes += lease.size
        count = sum(1 for _ in _lines(body))
        if count > limits.documents:
            detail = f"{count:,} documents are more than {limits.documents:,}"
            raise ProblemError("too-large", detail, limit=limits.documents)
        return _Reserved(_answers(state, body, options), stack.pop_all())


@asynccontextmanager
async def _turn(state: State) -> AsyncIterator[None]:
    """Take a slot of the few batches at a time."""
    if state.batches >= state.limits.batches:
        raise busy(f"{state.batches} batches are under way")
    state.batches += 1
    try:
        yield
    finally:
        state.batches -= 1


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty, with their numbers from 1."""
    for number, line in enumerate(BytesIO(body), 1):
        if document := line.strip():
            yield number, document


async def _answers(state: State, body: bytes, options: LintOptions) -> AsyncIterator[bytes]:
    """The lines of the answer, of which a few are worked on at a time."""
    under_way: deque[asyncio.Task[bytes]] = deque()
    try:
        for number, line in _lines(body):
            under_way.append(asyncio.create_task(_answer(state, number, line, options)))
            if len(under_way) > state.limits.workers:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for task in under_way:
            task.cancel()


async def _answer(state: State, number: int, line: bytes, options: LintOptions) -> bytes:
    """The answer to one line."""
    limits, document = state.limits, Documents([line], [""])
    about_line = question(
        "line", document, options, line=number, most=limits.findings, longest=limits.body
    )
    try:
        summary, body = await answered(state, about_line, patient=True)
    except ProblemError as problem:
        return json.dumps({"line": number, "problem": problem.to_dict()}).encode() + b"\n"
    state.metrics.count_findings(summary["findings"] or {})
    return body
