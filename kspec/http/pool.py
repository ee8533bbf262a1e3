"""Pool of workers: started as new programs, with one question at a time, ended when they take too
long, and replaced.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from kspec.http.frames import FrameError, Message, packed, receive
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Coroutine, Sequence

    from kspec.http.limits import Limits

COMMAND = (sys.executable, "-I", "-B", "-X", "utf8", "-m", "kspec.http.worker")
"""Isolated interpreter: it reads no setting of the environment and no folder of the user's."""
PATIENCE = 5
"""Factor of a question's processor time for its wall time: the machine may be busy."""
START_SECONDS = 60.0
PAUSE = 0.5
"""Seconds before a worker that did not start is tried again."""


class BusyError(Exception):
    """Every worker is at work, and the queue is full."""


class StartError(Exception):
    """A worker did not start."""


class GaveUpError(Exception):
    """A question took more time or memory than it may: ``why`` is time, memory, size or crash."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Question(NamedTuple):
    """Question to a worker: a head as `kspec.http.questions` takes it, and documents."""

    head: dict[str, Any]
    documents: Sequence[bytes] = ()


class Pool:
    """Workers that answer questions; started by `start`, ended by `close`."""

    def __init__(self, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        self.limits = limits
        self.killed = 0
        """Workers that were ended, or ended unasked."""
        self._command = [
            *command,
            json.dumps(
                {
                    "seconds": limits.seconds,
                    "memory": limits.memory,
                    "documents": limits.worker_documents,
                    "resident": limits.worker_memory,
                }
            ),
        ]
        self._idle: deque[Process] = deque()
        self._waiting: deque[asyncio.Future[Process]] = deque()
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._answered = 0.0
        self._closed = False

    @property
    def waiting(self) -> int:
        """Number of questions in the queue."""
        return len(self._waiting)

    @property
    def ready(self) -> bool:
        """Whether a worker is free, or one answered lately."""
        lately = self.limits.seconds * PATIENCE + 1
        return not self._closed and (bool(self._idle) or time.monotonic() - self._answered < lately)

    async def start(self) -> None:
        """Start every worker; raises `OSError` or `StartError` where one cannot be started."""
        started = await asyncio.gather(*(self._spawn() for _ in range(self.limits.workers)))
        for worker in started:
            self._give(worker)

    async def ask(self, question: Question, *, patient: bool = False) -> Message:
        """The answer to a question.

        Raises `BusyError` where the queue is full, unless ``patient``, and `GaveUpError`.
        """
        worker = await self._take(patient=patient)
        try:
            answer = await self._answer(worker, question)
        except BaseException:
            self._replace(worker)
            raise
        self._answered = time.monotonic()
        if answer.head["last"]:
            self._replace(worker, killed=False)
        else:
            self._give(worker)
        return answer

    async def close(self) -> None:
        """End all workers, and wait until they are gone."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for future in self._waiting:
            future.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*map(self._end, list(self._all)))

    async def _take(self, *, patient: bool) -> Process:
        if self._idle:
            return self._idle.pop()
        if not patient and len(self._waiting) >= self.limits.queue:
            raise BusyError
        future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._give(future.result())
            elif future in self._waiting:
                self._waiting.remove(future)
            raise

    def _give(self, worker: Process) -> None:
        """Assign a free worker to the oldest question in the queue."""
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    async def _answer(self, worker: Process, question: Question) -> Message:
        stdin, stdout = worker.stdin, worker.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a worker has no pipes")
        try:
            seconds = question.head.get("seconds", self.limits.seconds)
            async with asyncio.timeout(seconds * PATIENCE):
                stdin.write(packed(question.head, question.documents))
                await stdin.drain()
                answer = await receive(stdout, self.limits.answer)
        except TimeoutError:
            raise GaveUpError("time") from None
        except FrameError:
            raise GaveUpError("size") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise GaveUpError(_cause(await worker.wait())) from None
        if answer.head.get("problem") == "memory":
            raise GaveUpError("memory")
        return answer

    def _replace(self, worker: Process, *, killed: bool = True) -> None:
        """End a worker, and start another in the background."""
        self.killed += killed
        if worker.returncode is None:
            worker.kill()
        if not self._closed:
            self._begin(self._renew(worker))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        """Work in the background, until it is done or the pool is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, worker: Process) -> None:
        """Replace a worker that ends while it is idle, as the system may do."""
        await worker.wait()
        if worker in self._idle:
            self._idle.remove(worker)
            self._replace(worker)

    async def _renew(self, old: Process) -> None:
        await self._end(old)
        while not self._closed:
            try:
                self._give(await self._spawn())
            except (OSError, StartError):  # no memory just now, perhaps
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _end(self, worker: Process) -> None:
        """Kill a worker, and wait until it is gone and its pipes are closed."""
        if worker.returncode is None:
            worker.kill()
        if worker.stdin is not None:
            worker.stdin.close()
        await worker.communicate()
        self._all.discard(worker)

    async def _spawn(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ},
            start_new_session=True,  # Ctrl-C is for the service, which drains
        )
        self._all.add(worker)
        try:
            async with asyncio.timeout(START_SECONDS):
                if worker.stdout is not None:
                    await receive(worker.stdout, 0)
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            await self._end(worker)
            raise StartError("a worker did not start") from error
        self._begin(self._watch(worker))
        return worker


def _cause(code: int) -> str:
    """Cause of a worker's end."""
    over = {
        -getattr(signal, name): "time" for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)
    }
    return over.get(code, "memory" if code == -signal.SIGKILL else "crash")
