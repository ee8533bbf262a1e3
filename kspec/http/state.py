"""State that all requests of a service share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kspec.http.bodies import Budget
from kspec.http.limits import DEFAULTS
from kspec.http.metrics import Metrics
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from starlette.requests import Request

    from kspec.http.frames import Message
    from kspec.http.limits import Limits
    from kspec.http.pool import Question


class Workers(Protocol):
    """Pool of workers that answer questions."""

    killed: int

    @property
    def waiting(self) -> int:
        """Number of questions in the queue."""

    @property
    def ready(self) -> bool:
        """Whether a question would be answered now."""

    async def start(self) -> None:
        """Begin."""

    async def ask(self, question: Question, *, patient: bool = False) -> Message:
        """The answer to a question."""

    async def close(self) -> None:
        """End."""


class Settings(NamedTuple):
    """Settings of the service at its start."""

    limits: Limits = DEFAULTS
    token: str | None = None
    hosts: tuple[str, ...] = ()
    """Names that requests may be sent to, beside ``localhost`` and addresses."""
    origins: tuple[str, ...] = ()
    """Other origins whose pages may ask."""


class State:
    """The settings, the workers, the counters, and whether the service is ending."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.settings = settings
        self.workers = workers
        self.metrics = Metrics()
        self.budget = Budget(settings.limits.buffered)
        self.draining = False
        self.batches = 0
        self.known: dict[tuple[str, ...], bytes] = {}
        """Answers that depend on no document."""

    @property
    def limits(self) -> Limits:
        """The limits of the settings."""
        return self.settings.limits


def state_of(request: Request) -> State:
    """The state of the service that a request came to."""
    state: State = request.app.state.service
    return state
