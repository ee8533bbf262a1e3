"""Built page: its files by their addresses, and no others."""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

router = APIRouter(include_in_schema=False)

INDEX = "index.html"
_HASHED = re.compile(r"[.-][0-9a-f]{8,}\.\w+$")
SECURE = {
    "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
}


class File(NamedTuple):
    """A file of the page."""

    content: bytes
    headers: dict[str, str]
    media: str


@cache
def page_files() -> dict[str, File]:
    """The files by their paths; a name with a hash in it never changes."""
    return dict(_files_in(files("kspec.page") / "static", ""))


def _files_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, File]]:
    for one in folder.iterdir():
        name = prefix + one.name
        if one.is_dir():
            yield from _files_in(one, f"{name}/")
            continue
        content = one.read_bytes()
        forever = "public, max-age=31536000, immutable"
        headers = {
            "cache-control": forever if _HASHED.search(name) else "no-cache",
            "etag": f'"{sha256(content).hexdigest()[:16]}"',
        }
        if name.endswith(".html"):
            headers |= SECURE
        yield name, File(content, headers, mimetypes.guess_type(name)[0] or "text/plain")


async def page(request: Request) -> Response:
    """A file of the page, or nothing where the browser has it already."""
    file = page_files()[request.url.path.lstrip("/") or INDEX]
    if file.headers["etag"] == request.headers.get("if-none-match"):
        return Response(status_code=304, headers=file.headers)
    return Response(file.content, headers=file.headers, media_type=file.media)


for _name in page_files():
    _path = "/" if _name == INDEX else f"/{_name}"
    router.add_api_route(_path, page, methods=["GET"])
