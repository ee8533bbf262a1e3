"""How far a long run of `kspec lint` is, for whoever waits at a terminal."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds after which it is said how far the run is."""
SOON = 0.2
"""Seconds between two signs of life."""


def counted(items: Iterable[Item], of: int) -> Iterator[Item]:
    """The items; how many of all are done is said on standard error, where that is a terminal, in
    one line that is gone at the end.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from items
        return
    due, shown = time.monotonic() + PATIENCE, False
    try:
        for done, item in enumerate(items):
            now = time.monotonic()
            if now >= due:
                due, shown = now + SOON, True
                sys.stderr.write(f"\r\x1b[K{done} of {of} files checked")
                sys.stderr.flush()
            yield item
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
