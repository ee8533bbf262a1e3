"""Lock of a run directory for one process: two would overwrite each other's epochs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kspec.executor.errors import RunError


@contextmanager
def alone_in(path: Path) -> Iterator[None]:
    """Keep other processes from training there; the system lets them again however this one ends.

    Raises `RunError` where another process has it. Where there is no such folder, or no such lock
    (on Windows, and on some file systems), no process is kept out.
    """
    try:
        import fcntl

        descriptor = os.open(path, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(f"{path} is being trained by another process: end that first.") from None
        except OSError:
            pass
        yield
    finally:
        os.close(descriptor)
