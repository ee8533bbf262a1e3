"""Words of a stranger as text in SVG and HTML: they make no tag, and turn nothing around."""

import html
import re

UNPRINTED = re.compile(
    "[^\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that XML forbids, that turn the direction of a text, and that end a line."""


def escape(text: str) -> str:
    """The text for the inside of an element or of an attribute in quotes."""
    return html.escape(UNPRINTED.sub("\ufffd", text), quote=True)
