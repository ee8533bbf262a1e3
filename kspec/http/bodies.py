"""The documents of a request: read within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from kspec.http.problems import ProblemError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from kspec.http.limits import Limits

FORM = "multipart/form-data"
FORMATS: dict[str, str | None] = {
    "": None,
    "application/json": "json",
    "application/jsonc": "jsonc",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
    "text/x-python": "python",
    "application/x-ipynb+json": "notebook",
    "text/plain": None,
    "application/x-www-form-urlencoded": None,  # curl's default
    "application/vnd.keras": None,
    "application/octet-stream": None,
    "application/zip": None,
}
"""Media types of a document, with their format, if any."""
ARCHIVES = (
    *("application/vnd.keras", "application/octet-stream", "application/zip", FORM),
    *("", "application/x-www-form-urlencoded"),
)
"""Media types of bodies that may hold an archive, which may be larger: curl's default, too."""
MAGIC = b"PK\x03\x04"


class Part(NamedTuple):
    """Document of a request: its bytes, and its name and format, if any."""

    content: bytes
    name: str | None = None
    format: str | None = None


class Budget:
    """Budget of bytes for bodies in memory at one time."""

    def __init__(self, size: int) -> None:
        self.left = size

    def lease(self) -> Lease:
        """Create a lease that grows as it is used, and ends with its block."""
        return Lease(self)


class Lease:
    """The share of one request."""

    def __init__(self, budget: Budget) -> None:
        self.size = 0
        self._budget = budget

    def grow(self, size: int) -> None:
        """Take more; raises `ProblemError` where there is none."""
        if size > self._budget.left:
            raise busy("too many bodies are being read")
        self._budget.left -= size
        self.size += size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._budget.left += self.size


def busy(detail: str) -> ProblemError:
    """The problem of a service that has too much to do."""
    return ProblemError("busy", detail, {"retry-after": "1"})


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, limits: Limits, lease: Lease, longest: int) -> bytes:
    """The whole body; raises `ProblemError` for one that is too large or comes too slowly."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > longest:
        raise too_large(longest)
    chunks, size = [], 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size > longest:
                    raise too_large(longest)
                lease.grow(len(chunk))
                chunks.append(chunk)
    except TimeoutError:
        raise ProblemError(
            "slow-body",
            f"the body was not there after {limits.body_seconds:g} seconds",
            {"connection": "close"},
        ) from None
    except ClientDisconnect:
        raise ProblemError("wrong-body", "the connection ended within the body") from None
    return b"".join(chunks)


def too_large(longest: int) -> ProblemError:
    """The problem of a body that is longer than it may be."""
    detail = f"the body is longer than {longest:,} bytes"
    return ProblemError("too-large", detail, {"connection": "close"}, limit=longest)


async def read_parts(request: Request, limits: Limits, lease: Lease) -> list[Part]:
    """The documents of a request: its body, or the files of a form."""
    media = media_type(request)
    if media != FORM and media not in FORMATS:
        known = ", ".join(sorted(filter(None, (*FORMATS, FORM))))
        raise ProblemError("unsupported-media-type", f'"{media}" is none of {known}')
    archive = media in ARCHIVES
    longest = limits.archive if archive else limits.body
    body = await read_body(request, limits, lease, longest)
    parts = await _form(request, body) if media == FORM else [Part(body, None, FORMATS[media])]
    for part in parts:
        if len(part.content) > limits.body and not part.content.startswith(MAGIC):
            raise too_large(limits.body)
    return parts


class _InMemory(MultiPartParser):
    """A parser that writes nothing to a disk: the body is small enough."""

    spool_max_size = 2**40


async def _form(request: Request, body: bytes) -> list[Part]:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(request.headers, stream(), max_files=2, max_fields=2, max_part_size=2**40)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        detail = getattr(error, "message", None) or "the form has no boundary"
        raise ProblemError("wrong-body", f"the form cannot be read: {detail}") from error
    parts = []
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            parts.append((key, Part(await value.read(), value.filename or None)))
        else:
            parts.append((key, Part(value.encode())))
    await form.close()
    parts.sort(key=lambda item: item[0] != "old")  # the names of a comparison's documents
    return [part for _, part in parts]
