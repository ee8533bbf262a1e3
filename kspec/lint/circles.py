"""Work that leaves no circles of objects, done without looking for any.

Reading a file makes hundreds of thousands of objects that stay, and Python's collector walks over
them again and again: a tenth of the time, for nothing, as counted references free them all.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """A block, or a function that it decorates, in which circles are not looked for."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
