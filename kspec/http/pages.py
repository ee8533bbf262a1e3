"""Pages for people: of rules, and of the service itself. No script, nothing from elsewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

STYLE = """
:root {
  color-scheme: light dark;
  --line: light-dark(#d5d9e0, #3a3f4a);
  --soft: light-dark(#f4f5f8, #1d2026);
}
body { font: 16px/1.6 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25; margin: 2em 0 .6em }
h1 { margin-top: 0 }
code, pre { font: .88em/1.5 ui-monospace, monospace; background: var(--soft); border-radius: 4px }
code { padding: .1em .3em }
pre { padding: .8rem 1rem; overflow-x: auto }
pre code { padding: 0; background: none; font-size: 1em }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .8rem .35rem 0 }
th, td { text-align: left; vertical-align: top }
a { color: light-dark(#1f52c9, #8db4ff) }
""".strip()
_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
SECURE = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
}
"""The headers of a page."""
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def markdown_page(text: str) -> str:
    """A page of Markdown as HTML; its first heading is the title."""
    title = _TITLE.search(text)
    head = escape(title[1] if title else "kspec")
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{head}</title>\n<style>{STYLE}</style>\n<body>\n{_renderer().render(text)}"
        "</body>\n</html>\n"
    )


@cache
def _renderer() -> MarkdownIt:
    """Markdown without HTML in it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")
