"""A hook of the site: examples that the playground can lint have a link that opens them there."""

import base64
import posixpath
import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from kspec.linter.recognition import code_without_name, looks_like_spec
from kspec.service.answers import lint_text
from kspec.service.options import DEFAULTS

PLAYGROUND = "playground/index.html"
"""Path of the playground that `make site` writes."""
SUFFIXES = {"json": "json", "text": "json", "yaml": "yaml", "python": "py"}
"""The suffix of each language that the playground reads."""
_PART = re.compile(
    r"^## (?P<heading>[^\n]+)$|^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def on_page_markdown(markdown: str, *, page: Any, **_: object) -> str:  # noqa: ANN401 - of MkDocs
    """The text of a page with the links."""
    path = PurePosixPath(page.file.src_uri)
    if path.parent.name != "rules" and path.name != "tutorial.md":
        return markdown
    return linked(markdown, path)


def linked(markdown: str, path: PurePosixPath) -> str:
    """The Markdown of a page, with a link behind each example."""
    root = posixpath.relpath(".", path.parent.as_posix())
    pieces, at = [], 0
    for end, name, text in _examples(markdown, path):
        address = f"{root}/{PLAYGROUND}#{packed(name, text)}"
        pieces += [markdown[at:end], f'\n\n<a href="{address}">Open in the playground</a>\n']
        at = end
    return "".join([*pieces, markdown[at:]])


def packed(name: str, text: str) -> str:
    """A name and a text as the hash of the page's address has them (`share.ts`)."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw = deflate.compress(f"{name}\n{text}".encode()) + deflate.flush()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _examples(markdown: str, path: PurePosixPath) -> Iterator[tuple[int, str, str]]:
    """The end of each example, the name that it is opened under, and its text."""
    heading = ""
    for part in _PART.finditer(markdown):
        heading = part["heading"] or heading
        suffix, text = SUFFIXES.get(part["language"] or ""), part["text"]
        if suffix is None:
            continue
        if path.parent.name != "rules":
            if looks_like_spec(text) or code_without_name(text):
                yield part.end(), part["title"] or f"{path.stem}.{suffix}", text
        elif (name := _name(path.stem, f"{path.stem}.{suffix}", text, heading)) is not None:
            yield part.end(), name, text


def _name(code: str, name: str, text: str, heading: str) -> str | None:
    """Name of a rule's example, with the rule where it must be selected; None where the playground
    would differ from the page.
    """
    is_bad = heading == "Bad"
    for more in ("", f"?extend-select={code}"):
        options = DEFAULTS._replace(extend_select=(code,) if more else ())
        codes = {finding.code for finding in lint_text(text, name, options).findings}
        if (code in codes) == is_bad:
            return name + more
    return None
