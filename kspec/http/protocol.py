"""Protocol that closes connections without traffic."""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kspec.http.limits import Limits

REFUSED = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 1\r\n"
    b"content-length: 0\r\n\r\n"
)


def protocol_with(limits: Limits) -> type[asyncio.Protocol]:
    """Protocol of uvicorn with limits of time and of the number of connections."""
    return type("LimitedProtocol", (Impatient, AutoHTTPProtocol), {"limits": limits})


class Impatient(asyncio.Protocol):
    """Ends a connection whose request, or whose reader, is too slow."""

    limits: Limits
    # uvicorn's own
    loop: asyncio.AbstractEventLoop
    connections: set[object]
    transport: asyncio.Transport
    cycle: Any

    _head: asyncio.TimerHandle | None = None
    _reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the head of a request."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self.transport.write(REFUSED)
            self.transport.close()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the head of the next request, until it is there."""
        if self._head is None and not self._answering():
            self._wait()
        super().data_received(data)
        if self._head is not None and self._answering():
            self._head.cancel()
            self._head = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        for timer in (self._head, self._reader):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for a reader that does not keep up."""
        super().pause_writing()
        self._reader = self.loop.call_later(self.limits.idle_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more for a reader that has kept up."""
        super().resume_writing()
        if self._reader is not None:
            self._reader.cancel()

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._head = self.loop.call_later(self.limits.body_seconds, self._late)

    def _late(self) -> None:
        self._head = None
        if not self._answering():
            self.transport.abort()
