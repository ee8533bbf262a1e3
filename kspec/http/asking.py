"""Questions of requests: documents to a worker, and its answer."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from kspec.http.bodies import busy, read_parts
from kspec.http.pool import BusyError, GaveUpError, Question
from kspec.http.problems import ProblemError
from kspec.http.questions import JSON, UNNAMED
from kspec.http.state import state_of
from kspec.named_tuple import NamedTuple
from kspec.service.options import DEFAULTS
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request

    from kspec.http.limits import Limits
    from kspec.http.queries import Query
    from kspec.http.state import State
    from kspec.service.options import LintOptions

PROBLEMS = {
    "OptionError": "wrong-option",
    "UnknownNameError": "not-found",
    "NoNetworkError": "no-network",
    "NotConvertibleError": "not-convertible",
}
"""The problem of each error of `kspec.service.errors`."""


class Documents(NamedTuple):
    """The documents of a request, under the names of its query, or else those of its form."""

    contents: Sequence[bytes] = ()
    names: Sequence[str] = ()
    format: str | None = None


NO_DOCUMENTS = Documents()


@asynccontextmanager
async def documents_of(request: Request, *names: str | None) -> AsyncIterator[Documents]:
    """The documents of a request, as many as names; their bytes count as held until the end.

    Raises `ProblemError` for a body without documents, or with another number.
    """
    state, expected = state_of(request), len(names)
    with state.budget.lease() as lease:
        parts = await read_parts(request, state.limits, lease)
        state.metrics.body_bytes += lease.size
        request.scope["kspec.bytes"] = lease.size
        if len(parts) != expected:
            form = "one document" if expected == 1 else "a form with the files `old` and `new`"
            detail = f"this takes {form}: {counted(len(parts), 'document')} came"
            raise ProblemError("wrong-body", detail)
        named = [name or part.name or UNNAMED for part, name in zip(parts, names, strict=True)]
        yield Documents([part.content for part in parts], named, parts[0].format)


def question(
    kind: str,
    documents: Documents = NO_DOCUMENTS,
    options: LintOptions = DEFAULTS,
    media: str = JSON,
    /,
    **parameters: object,
) -> Question:
    """A question to a worker, as `kspec.http.questions` takes it."""
    head = {
        "question": kind,
        "media": media,
        "names": documents.names,
        "options": options._asdict(),
        "parameters": parameters,
    }
    return Question(head, documents.contents)


async def ask(
    request: Request,
    kind: str,
    documents: Documents,
    query: Query,
    media: str = JSON,
    **parameters: object,
) -> Response:
    """The answer of a worker about documents as a response; raises `ProblemError`."""
    state, options = state_of(request), query.options(documents.format)
    head, body = await answered(state, question(kind, documents, options, media, **parameters))
    headers = {"cache-control": "no-store"}
    findings = head["findings"]
    if findings is not None:
        headers |= {f"kspec-{name}": str(count) for name, count in findings.items()}
        state.metrics.count_findings(findings)
        request.scope["kspec.findings"] = sum(findings.values())
    return Response(body, headers=headers, media_type=head["media"])


async def answered(
    state: State, question: Question, *, patient: bool = False
) -> tuple[dict[str, Any], bytes]:
    """The head and body of an answer; raises `ProblemError`."""
    try:
        head, bodies = await state.workers.ask(question, patient=patient)
    except BusyError:
        raise busy("the queue is full") from None
    except GaveUpError as error:
        raise _gave_up(error.why, state.limits) from None
    if head["status"] != "problem":
        return head, bodies[0]
    if head["problem"] == "internal":
        raise ProblemError("internal", f"please report it: {head['detail']}")
    raise ProblemError(PROBLEMS[head["problem"]], head["detail"])


def _gave_up(why: str, limits: Limits) -> ProblemError:
    detail = {
        "time": f"it takes more than {limits.seconds:g} seconds of processor time",
        "memory": f"it takes more than {limits.memory:,} bytes of memory",
        "size": f"the answer is longer than {limits.answer:,} bytes",
    }.get(why, "the worker that looked at it ended")
    return ProblemError("gave-up", detail, reason=why)
