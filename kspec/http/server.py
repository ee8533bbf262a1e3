"""Server around the application: its address, its logs, and its end."""

import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

from kspec.http.app import create_app
from kspec.http.logs import JsonFormatter
from kspec.http.mounts import Mount
from kspec.http.protocol import protocol_with
from kspec.http.state import Settings
from kspec.named_tuple import NamedTuple

ENDING = (signal.SIGINT, signal.SIGTERM)


class Place(NamedTuple):
    """Address to listen at: host and port, the path of a socket, or an open socket."""

    host: str = "127.0.0.1"
    port: int = 8000
    uds: str | None = None
    fd: int | None = None


class Server(uvicorn.Server):
    """Server that reports its end as soon as it receives the signal."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let a signal end the service, and not the process: it ends well, with 0."""
        before = {number: signal.signal(number, self.handle_exit) for number in ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Shut down: accept no requests, answer those in progress."""
        self._app.state.service.draining = True
        super().handle_exit(sig, frame)


def serve(place: Place, settings: Settings, mounted: Sequence[Mount] = ()) -> bool:
    """Serve until a signal ends it; whether it could be started."""
    limits = settings.limits
    app = create_app(settings, mounted=mounted)
    _log()
    config = uvicorn.Config(
        app,
        host=place.host,
        port=place.port,
        uds=place.uds,
        fd=place.fd,
        http=protocol_with(limits),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(limits.idle_seconds),
        timeout_graceful_shutdown=int(limits.drain_seconds),
    )
    server = Server(config, app)
    try:
        server.run()
    except SystemExit:  # uvicorn's: the address is taken, or the application did not start
        return False
    return server.started


def _log() -> None:
    """Lines of JSON on standard error, which name no thread and no place in the code."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    for name in ("kspec.http", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
