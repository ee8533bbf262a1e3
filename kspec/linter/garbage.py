"""Switches of Python's garbage collector, for work that leaves no reference cycles.

Reading a file makes hundreds of thousands of objects that stay, and the collector walks over them
again and again: a tenth of the time, for nothing, as reference counting frees them all.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_gc() -> Iterator[None]:
    """A block, or a function that it decorates, in which the cyclic collector is off."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def kept_to_the_end() -> Iterator[None]:
    """Exclude objects that live as long as the process from garbage collection, also at its end."""
    with without_gc():
        try:
            yield
        finally:
            gc.freeze()
