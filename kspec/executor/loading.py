"""Loading Keras: seconds of import that can pass while data is read."""

import atexit
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from threading import Thread, get_ident
from types import FrameType, ModuleType
from typing import IO

import numpy as np  # noqa: F401 - before the thread starts: two must not import it at once

from kspec.data.import_lock import IMPORTS
from kspec.executor.backends.wanted import check_installed, wanted_backend
from kspec.executor.errors import ExecutorError

UNNEEDED = frozenset({"jax", "matplotlib", "pandas", "sklearn"})
"""Packages that Keras and TensorFlow import where they are installed, for functions that no
training calls: together these take as long as Keras itself.
"""


TRYING = frozenset({"keras", "tensorflow"})
"""Packages that work without them."""


class Unneeded(MetaPathFinder):
    """Hides packages from Keras on TensorFlow in the thread that made it, as if they were not
    installed: both try to import them. Others that they import may need them.
    """

    def __init__(self) -> None:
        self._thread = get_ident()
        self._names = UNNEEDED if wanted_backend() == "tensorflow" else frozenset[str]()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Raises `ModuleNotFoundError` for a package that is hidden."""
        del path, target
        if fullname in self._names and get_ident() == self._thread and _importer() in TRYING:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def _importer() -> str:
    """The package of the module whose import is running."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - an import says nowhere else whose it is
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return "" if frame is None else str(frame.f_globals.get("__name__")).partition(".")[0]


class Loading:
    """An import of Keras that has begun in a thread; `wait` for it before Keras is used.

    With ``whole`` it has all that Keras has, as code of the user or an export may need it. Raises
    `ExecutorError` at once where Keras or its backend is not installed.
    """

    def __init__(self, *, whole: bool = False) -> None:
        check_installed()
        self._whole = whole
        self._error: BaseException | None = None
        self._said = b""
        # No daemon: a process that ends while native libraries are being loaded is aborted.
        self._thread = Thread(target=self._load)
        self._thread.start()

    def wait(self) -> None:
        """Wait until Keras is imported; raises `ExecutorError` where its import failed."""
        self._thread.join()
        if self._error is not None:
            os.write(2, self._said)
            raise ExecutorError(f"Keras cannot be imported: {self._error}.") from self._error

    def _load(self) -> None:
        # Keras imports TensorFlow later on, on every backend.
        names = [name for name in ("keras", "tensorflow") if find_spec(name)]
        if sys.modules.keys() >= set(names):
            return
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with tempfile.TemporaryFile() as kept:
            hiding = [] if self._whole else [Unneeded()]
            sys.meta_path[:0] = hiding
            try:
                with IMPORTS, _quiet(kept):
                    for name in names:
                        import_module(name)
            except BaseException as error:  # noqa: BLE001 - said by `wait`, in the caller's thread
                self._error = error
                kept.seek(0)
                self._said = kept.read()
            finally:
                for finder in hiding:
                    sys.meta_path.remove(finder)


@contextmanager
def _quiet(kept: IO[bytes]) -> Iterator[None]:
    """Redirect native code's standard error to ``kept``, since TensorFlow writes there on every
    import. Python's own standard error stays unchanged.

    An import that ends with the process has no waiting code, and fails there: its output is of use
    only to code that waits.
    """
    stream, real = sys.stderr, os.dup(2)
    if stream is sys.__stderr__:
        sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
        atexit.register(sys.stderr.close)  # loggers that are made meanwhile write to it later
    os.dup2(kept.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(real, 2)
        os.close(real)
        sys.stderr = stream
