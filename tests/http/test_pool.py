"""Workers: asked, ended when they take too long, replaced, and let go of what they saw."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kspec.http.limits import DEFAULTS, Limits
from kspec.http.pool import BusyError, GaveUpError, Pool, Question, StartError
from kspec.http.worker import LOOKED_AT
from kspec.service.options import LintOptions

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are those of Unix")
ROOT = Path(__file__).parents[2]
ONE = DEFAULTS._replace(workers=1)
PATIENT = ONE._replace(seconds=60.0)
"""Limits for answers that have to come, however busy the machine is."""
STANDS_IN = """
import json, os, sys, time
from kspec.http.frames import packed, read
def say(head, *bodies):
    sys.stdout.buffer.write(packed({"last": False, **head}, bodies))
    sys.stdout.buffer.flush()
say({"status": "ready"})
while (message := read(sys.stdin.buffer)) is not None:
    exec(message.head["do"])
"""
"""A worker that does as it is told."""


def lint(content: bytes, name: str = "model.json", **options: Any) -> Question:
    head = {
        "question": "lint",
        "media": "application/json",
        "names": [name],
        "options": LintOptions(**options)._asdict(),
        "parameters": {"most": 1000, "format": "json"},
    }
    return Question(head, [content])


def do(what: str, **head: Any) -> Question:
    return Question({"do": what, **head})


def with_pool(
    limits: Limits, test: Callable[[Pool], Awaitable[None]], *, stand_in: bool = False
) -> None:
    """Run a test with a pool, whose workers are gone afterwards."""

    async def run() -> None:
        pool = Pool(limits, (sys.executable, "-c", STANDS_IN)) if stand_in else Pool(limits)
        await pool.start()
        try:
            await test(pool)
        finally:
            await pool.close()

    asyncio.run(run())


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


def test_a_worker_answers_and_forgets(faulty: bytes) -> None:
    async def test(pool: Pool) -> None:
        for _ in range(2):
            answer = await pool.ask(lint(faulty))
            assert answer.head["findings"] == {"errors": 2, "warnings": 0, "advice": 0}
            assert len(json.loads(answer.bodies[0])["findings"]) == 2
        problem = (await pool.ask(lint(faulty, select=("KS39x",)))).head
        assert problem["problem"] == "OptionError"
        assert pool.ready
        assert pool.killed == 0

    with_pool(PATIENT, test)


def test_a_document_that_takes_too_long_is_given_up() -> None:
    layers = [{"type": f"Dence{number}"} for number in range(30_000)]
    hostile = lint(json.dumps({"inputs": {"shape": [4]}, "layers": layers}).encode())
    hostile.head["seconds"] = 0.3

    async def test(pool: Pool) -> None:
        began = time.process_time()
        with pytest.raises(GaveUpError) as caught:
            await pool.ask(hostile)
        assert caught.value.why == "time"
        assert pool.killed == 1
        assert (await pool.ask(lint(b"{}"))).head["findings"]["errors"] == 1
        assert time.process_time() - began < 1, "the work is not done here"

    with_pool(PATIENT, test)


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    objects = b"[" + b"{}," * 1_500_000 + b"{}]"

    async def test(pool: Pool) -> None:
        with pytest.raises(GaveUpError) as caught:
            pytest.fail(f"this is answered: {(await pool.ask(lint(objects))).head}")
        assert caught.value.why == "memory"
        assert (await pool.ask(lint(b"{}"))).head["findings"]["errors"] == 1

    with_pool(PATIENT._replace(memory=160 * 2**20), test)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (do("os._exit(3)"), "crash"),
        (do("os.kill(os.getpid(), 9)"), "memory"),
        (do("os.kill(os.getpid(), 27)"), "time"),
        (do("time.sleep(60)", seconds=0.1), "time"),
        (do("say({'status': 'answer'}, b'x' * 2000)"), "size"),
        (do("sys.stdout.buffer.write(b'\\xff' * 9); sys.stdout.buffer.flush()"), "size"),
        (do("say({'status': 'problem', 'problem': 'memory', 'last': True})"), "memory"),
    ],
)
def test_however_a_worker_ends_another_takes_its_place(asked: Question, why: str) -> None:
    async def test(pool: Pool) -> None:
        with pytest.raises(GaveUpError) as caught:
            await pool.ask(asked)
        assert caught.value.why == why
        answer = await pool.ask(do("say({'status': 'answer'}, b'well')"))
        assert answer.bodies == [b"well"]

    with_pool(PATIENT._replace(answer=1000), test, stand_in=True)


def test_the_queue_is_bounded_and_fair() -> None:
    async def test(pool: Pool) -> None:
        asked = [
            asyncio.create_task(pool.ask(do(f"time.sleep(0.05); say({{}}, b'{number}')")))
            for number in range(3)
        ]
        await asyncio.sleep(0)
        assert pool.waiting == 2
        with pytest.raises(BusyError):
            await pool.ask(do("say({})"))
        patient = asyncio.create_task(pool.ask(do("say({}, b'3')"), patient=True))
        answers = [(await task).bodies for task in (*asked, patient)]
        assert answers == [[b"0"], [b"1"], [b"2"], [b"3"]]
        assert pool.waiting == 0

    with_pool(PATIENT._replace(queue=2), test, stand_in=True)


def test_who_no_longer_waits_takes_no_worker() -> None:
    async def test(pool: Pool) -> None:
        first = asyncio.create_task(pool.ask(do("time.sleep(0.05); say({})")))
        second = asyncio.create_task(pool.ask(do("say({})")))
        third = asyncio.create_task(pool.ask(do("say({}, b'third')")))
        await asyncio.sleep(0)
        second.cancel()
        assert (await first).head["sizes"] == []
        assert (await third).bodies == [b"third"]
        working = asyncio.create_task(pool.ask(do("time.sleep(60)")))
        await asyncio.sleep(0)
        working.cancel()
        assert (await pool.ask(do("say({}, b'next')"))).bodies == [b"next"]

    with_pool(PATIENT, test, stand_in=True)


@pytest.mark.parametrize(
    ("limits", "asked"), [({"worker_documents": 2}, 3), ({"worker_memory": 1}, LOOKED_AT + 1)]
)
def test_workers_are_replaced_after_a_while(limits: dict[str, int], asked: int) -> None:
    async def test(pool: Pool) -> None:
        lasts = [(await pool.ask(lint(b"{}"))).head["last"] for _ in range(asked)]
        assert any(lasts)
        assert not all(lasts)
        assert pool.killed == 0

    with_pool(PATIENT._replace(**limits), test)


def test_a_worker_that_ends_while_it_waits_is_replaced() -> None:
    async def test(pool: Pool) -> None:
        end = "import threading; say({}); threading.Timer(0.01, lambda: os._exit(0)).start()"
        await pool.ask(do(end))
        await until(lambda: pool.killed == 1)
        assert (await pool.ask(do("say({}, b'well')"))).bodies == [b"well"]

    with_pool(PATIENT, test, stand_in=True)


def test_a_worker_that_does_not_start_is_said() -> None:
    async def run() -> None:
        pool = Pool(ONE, (sys.executable, "-c", "raise SystemExit(1)"))
        with pytest.raises(StartError):
            await pool.start()
        await pool.close()

    asyncio.run(run())


def test_a_service_that_is_full_or_ends_is_not_ready() -> None:
    async def test(pool: Pool) -> None:
        assert pool.ready
        task = asyncio.create_task(pool.ask(do("time.sleep(60)")))
        await until(lambda: not pool.ready)
        task.cancel()
        await until(lambda: pool.ready)
        await pool.close()
        assert not pool.ready

    with_pool(ONE._replace(seconds=0.01), test, stand_in=True)
