"""The workers of a distributed training on this machine: processes that run the same command.

The first one, the chief, is the process that the user has started. The others end with it, however
it ends, since they read its end of a pipe; and it ends where one of them does.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

from kspec.cli.terminal import print_error
from kspec.executor.distribution.cluster import VARIABLE
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from kspec.spec.training.distribution import Distribution

GRACE = 10.0
"""Seconds in which the chief reports an error of another worker by itself."""


class Worker(NamedTuple):
    """Process of a worker, and its output."""

    number: int
    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def last_line(self) -> str:
        """The last line that it has printed."""
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "")


@contextmanager
def local_workers(distribution: Distribution | None) -> Iterator[None]:
    """Start the other workers of ``multi_worker:N`` where no ``TF_CONFIG`` names them, and set that
    of this process.
    """
    if distribution is None or distribution.strategy != "multi_worker":
        yield
        return
    if not distribution.replicas or VARIABLE in os.environ:
        yield
        return
    addresses = _addresses(distribution.replicas)
    with ExitStack() as stack:
        workers = []
        for number in range(1, distribution.replicas):
            log = stack.enter_context(tempfile.TemporaryFile())
            process = stack.enter_context(_start(_config(addresses, number), log))
            stack.callback(process.kill)
            workers.append(Worker(number, process, log))
        os.environ[VARIABLE] = _config(addresses, 0)
        ended = threading.Event()
        stack.callback(ended.set)
        for worker in workers:
            threading.Thread(target=_watch, args=(worker, ended), daemon=True).start()
        yield


def _addresses(count: int) -> list[str]:
    """Addresses with free ports; another process may take one before TensorFlow does."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]


def _config(addresses: list[str], index: int) -> str:
    return json.dumps(
        {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
    )


def _start(config: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    import subprocess  # not before the permissions of a file are checked

    return subprocess.Popen(  # noqa: S603 - the command of the user, once more
        [sys.executable, "-m", "kspec.cli.worker", *sys.argv[1:]],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        env={**os.environ, VARIABLE: config},
        start_new_session=True,  # Ctrl-C is for the chief, which ends the others
    )


def _watch(worker: Worker, ended: threading.Event) -> None:
    """End this process, which would wait for ever, where another worker has failed."""
    code = worker.process.wait()
    if code > 0:
        ended.wait(GRACE)
    if code and not ended.is_set():
        how = f"was killed by signal {-code}" if code < 0 else f"failed: {worker.last_line()}"
        print_error(
            f"worker {worker.number} {how}. No worker goes on without the others. The last whole "
            "epoch is kept: kspec train --resume and the run directory goes on"
        )
        os._exit(1)
