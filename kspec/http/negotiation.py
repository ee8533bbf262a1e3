"""Content negotiation: the best media type that the header `accept` allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.http.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from starlette.requests import Request


def chosen(request: Request, offered: Collection[str]) -> str:
    """Media type of the answer among those offered; the first for a client that accepts all.

    Raises `ProblemError` where none is accepted.
    """
    ranges = dict(_ranges(request.headers.get("accept") or "*/*"))
    best = max(offered, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        detail = f"this can be given as {', '.join(offered)}"
        raise ProblemError("not-acceptable", detail, offered=list(offered))
    return best


def format_of(request: Request, formats: Mapping[str, str], name: str | None) -> str:
    """Format by name, or the first whose media type the header `accept` allows best."""
    if name is not None:
        return name
    media = chosen(request, dict.fromkeys(formats.values()))
    return next(name for name, one in formats.items() if one == media)


def _quality(media: str, ranges: dict[str, float]) -> float:
    """Quality of a media type by the most specific range."""
    for name in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for item in accept.split(","):
        name, *parameters = (word.strip().lower() for word in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value.strip())
        yield name, quality


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0
