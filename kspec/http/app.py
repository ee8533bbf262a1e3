"""Application: its routes, and the handlers of its errors."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Route

from kspec.http import about, batch, catalog, mounts, operation, routes, site
from kspec.http.direct import Direct
from kspec.http.guard import Guard
from kspec.http.logs import Logged
from kspec.http.pool import Pool
from kspec.http.problems import ProblemError
from kspec.http.state import Settings, State
from kspec.http.wrong import on_http, on_problem
from kspec.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.types import ASGIApp

    from kspec.http.state import Workers

DEFAULTS = Settings()
ROUTERS = (routes.router, batch.router, catalog.router, operation.router, about.router, site.router)


ROUTES = [route for router in ROUTERS for route in router.routes]


class Service(FastAPI):
    """The application, in front of it the way past it."""

    def __init__(self, service: State, **settings: Any) -> None:  # noqa: ANN401 - of FastAPI
        super().__init__(**settings)
        self.service = service

    def build_middleware_stack(self) -> ASGIApp:
        """Build the middleware between a request and its route."""

        def guarded(app: ASGIApp) -> ASGIApp:
            return Logged(Guard(app, self.service.settings), self.service)

        return Direct(super().build_middleware_stack(), ROUTES, guarded)


def create_app(
    settings: Settings = DEFAULTS,
    workers: Workers | None = None,
    mounted: Sequence[mounts.Mount] = (),
) -> FastAPI:
    """Create the service as an ASGI application; its workers, and the mounted applications beside
    its routes, live as long as its lifespan.
    """
    state = State(settings, workers or Pool(settings.limits))
    beside = [mounts.Mounted(mount, state) for mount in mounted]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await state.workers.start()
        try:
            async with AsyncExitStack() as stack:
                await mounts.start(beside, stack)
                yield
        finally:
            await state.workers.close()

    app = Service(
        state,
        title="kspec",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.service = state
    app.state.paths = [route.path for route in ROUTES if isinstance(route, Route)]
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.extend(one.route for one in beside)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Logged, state=state)
    return app
