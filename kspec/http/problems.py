"""Problems of requests by RFC 9457: `application/problem+json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

MEDIA = "application/problem+json"
TYPE = "urn:kspec:problem:"
"""Prefix of a problem's type; its name follows."""


class Kind(NamedTuple):
    """Kind of problem: its status, a title that never changes, and advice."""

    status: int
    title: str
    help: str


KINDS: Mapping[str, Kind] = {
    "wrong-option": Kind(400, "An option cannot be used", "The detail names what is possible."),
    "wrong-body": Kind(400, "The body is not what is asked for", "The detail says what is."),
    "unauthorized": Kind(401, "A token is needed", "Send `Authorization: Bearer TOKEN`."),
    "foreign-origin": Kind(
        403, "The page is of another origin", "Start the service with `--allow-origin`."
    ),
    "not-found": Kind(404, "There is no such thing", "The detail names the nearest."),
    "method-not-allowed": Kind(405, "The method is not allowed", "The header `allow` lists those."),
    "not-acceptable": Kind(
        406, "No media type that is accepted can be given", "The detail lists those that can."
    ),
    "slow-body": Kind(408, "The body took too long", "Send it again, at once."),
    "too-large": Kind(
        413,
        "The body is too large",
        "Of a `.keras` archive send only `config.json`, or raise `--max-body`.",
    ),
    "unsupported-media-type": Kind(
        415, "The media type of the body is none of a model", "The detail lists those that are."
    ),
    "wrong-host": Kind(421, "The host is not this service", "Start it with `--allow-host`."),
    "gave-up": Kind(
        422,
        "kspec gave up on the document",
        "`reason` is `time`, `memory`, `size` (of the answer) or `crash`; limits can be raised.",
    ),
    "no-network": Kind(
        422, "The document makes no network", "Lint it to see why; there is nothing to show."
    ),
    "not-convertible": Kind(
        422, "The model cannot be written in this form", "The detail says why."
    ),
    "too-many-requests": Kind(429, "There are too many requests", "A proxy says it: wait."),
    "internal": Kind(500, "A fault of kspec's own", "Report it, with the detail."),
    "busy": Kind(503, "Every worker is at work", "Send it again after `retry-after` seconds."),
}


class ProblemError(Exception):
    """A problem that ends a request; ``members`` are further keys of its JSON."""

    def __init__(
        self, kind: str, detail: str, headers: dict[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.members = members

    def to_dict(self) -> dict[str, Any]:
        """The problem as JSON has it."""
        kind = KINDS[self.kind]
        return {
            "type": TYPE + self.kind,
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
            **self.members,
        }

    def response(self) -> Response:
        """The problem as an answer."""
        from starlette.responses import JSONResponse  # workers have no need of it

        status = KINDS[self.kind].status
        return JSONResponse(self.to_dict(), status, self.headers, media_type=MEDIA)
