"""The way past the framework to the routes that take a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from kspec.http.described import Plain
from kspec.http.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send


class Direct:
    """Application with direct calls of its plain routes: its routers and middleware take more
    Python than kspec itself for a small request.

    ``guarded`` puts a route behind the checks and the log of every request.
    """

    def __init__(
        self, app: ASGIApp, routes: Iterable[BaseRoute], guarded: Callable[[ASGIApp], ASGIApp]
    ) -> None:
        self.app = app
        self.called = guarded(_call)
        self.routes = {
            (method, route.path): route
            for route in routes
            if isinstance(route, Plain)
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            route = self.routes.get((scope["method"], scope["path"]))
            if route is not None:
                scope["route"] = route
                await self.called(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _call(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer of a route, or the problem that it raises."""
    try:
        response = await scope["route"].endpoint(Request(scope, receive))
    except ProblemError as problem:
        response = problem.response()
    await response(scope, receive, send)
