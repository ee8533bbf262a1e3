"""Applications next to the routes of the service, whose questions its workers answer too."""

from __future__ import annotations

import json
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from kspec.http.asking import answered, question
from kspec.http.problems import ProblemError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    from kspec.http.state import State

    Ask = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
    Start = Callable[[Ask], AbstractAsyncContextManager[ASGIApp]]


class Mount(NamedTuple):
    """An application under a path.

    ``function`` (``module:name``) is called by the workers with an object, and gives one; ``start``
    makes the application from the function that asks them.
    """

    path: str
    function: str
    start: Start


class Mounted:
    """A mount as a route; it answers while the service lives."""

    def __init__(self, mount: Mount, state: State) -> None:
        self.mount = mount
        self.state = state
        self.app: ASGIApp | None = None

    @property
    def route(self) -> Route:
        """Route of the application; nothing is streamed to a client that only listens."""
        return Route(self.mount.path, endpoint=self, methods=["POST"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if self.app is None:
            raise RuntimeError("the application was not started")
        await self.app(scope, receive, send)

    async def ask(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call the function in a worker; a refusal of the service is in ``problem``."""
        call = question("call", function=self.mount.function, arguments=[arguments])
        try:
            _, body = await answered(self.state, call)
        except ProblemError as problem:
            return {"problem": problem.detail}
        answer: dict[str, Any] = json.loads(body)
        return answer


async def start(mounted: Sequence[Mounted], stack: AsyncExitStack) -> None:
    """Start applications; the stack ends them."""
    for one in mounted:
        one.app = await stack.enter_async_context(one.mount.start(one.ask))
