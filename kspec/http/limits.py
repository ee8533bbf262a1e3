"""Limits of requests."""

import os

from kspec.named_tuple import NamedTuple

MIB = 2**20


class Limits(NamedTuple):
    """Bounds of one service; sizes in bytes, times in seconds."""

    workers: int = os.cpu_count() or 1
    queue: int = 64
    """Requests that wait for a worker; one more is refused."""
    body: int = MIB
    archive: int = 8 * MIB
    """The body of a ``.keras`` archive."""
    buffered: int = 128 * MIB
    """All bodies that are held at one time."""
    seconds: float = 2.0
    """Processor time for a document."""
    memory: int = 512 * MIB
    """Address space of a worker."""
    findings: int = 1000
    """Findings that are listed."""
    answer: int = 8 * MIB
    """The longest answer that is passed on."""
    body_seconds: float = 10.0
    """Time to send a request: its head, and then its body."""
    idle_seconds: float = 30.0
    """Seconds that a connection without a request, or a reader that does not read, is kept open."""
    drain_seconds: float = 20.0
    """Seconds to answer the requests in progress when the service ends."""
    connections: int = 1000
    batch: int = 16 * MIB
    documents: int = 1000
    """Documents of a batch."""
    batches: int = 4
    """Batches at one time."""
    worker_documents: int = 10_000
    """Documents after which a worker is replaced."""
    worker_memory: int = 256 * MIB
    """Resident memory after which a worker is replaced."""


DEFAULTS = Limits()
