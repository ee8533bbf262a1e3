"""Routes for operators: health, readiness, and metrics."""

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from kspec.http.bodies import busy
from kspec.http.described import described
from kspec.http.metrics import MEDIA
from kspec.http.questions import TEXT
from kspec.http.state import state_of

router = APIRouter(tags=["Operation"], default_response_class=Response)


@router.get("/healthz", **described({TEXT: None}, problems=()))
async def healthz() -> Response:
    """Whether the service is alive; never waits for a worker."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", **described({TEXT: None}))
async def readyz(request: Request) -> Response:
    """Whether a request would be answered: a worker is free or answered lately."""
    state = state_of(request)
    if state.draining or not state.workers.ready:
        raise busy("the service is ending" if state.draining else "no worker answers")
    return PlainTextResponse("ok\n")


@router.get("/metrics", **described({TEXT: None}))
async def metrics(request: Request) -> Response:
    """Metrics of the service, in Prometheus's format."""
    state = state_of(request)
    text = state.metrics.text(queue=state.workers.waiting, killed=state.workers.killed)
    return Response(text, media_type=MEDIA)
