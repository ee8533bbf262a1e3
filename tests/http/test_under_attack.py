"""The service under attack, and under load: slow, for every night."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import cycle, islice
from pathlib import Path

import httpx2 as httpx
import psutil
import pytest

from tests.fuzz.inputs import written
from tests.http.conftest import EXAMPLES
from tests.http.test_serve import HOSTILE, LONG, Served, is_ready, served, until
from tests.safety.attacks import files
from tests.safety.growth import CASES, Case
from tests.safety.test_hostile import NUMBERS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix"),
]
PATHS = ("lint", "fix", "check", "summary", "plot", "convert", "convert?to=python")
MOST_ANSWER = 8 * 2**20
"""The longest answer; a drawing is larger than its document."""
SECONDS = float(os.environ.get("KSPEC_LOAD_SECONDS", "15"))


def test_hostile_documents_are_answered_or_given_up() -> None:
    """The hostile set of `tests/safety`: never a fault of kspec's, never a worker lost for good."""
    documents = {title: (name, data) for title, (name, data, _) in files().items()}
    documents |= {
        name: ("model.json", written(value, ascii_only=True)) for name, value in NUMBERS.items()
    }
    seen: dict[int, int] = {}
    with served("--max-body", "4") as one:
        for title, (name, data) in documents.items():
            for path in PATHS:
                answer = one.client.post(
                    f"/v1/{path}",
                    params={"filename": name},
                    content=data,
                    headers={"content-type": "application/octet-stream"},
                )
                assert answer.status_code in {200, 422}, (title, path, answer.text[:300])
                assert len(answer.content) <= MOST_ANSWER, (title, path)
                seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        assert one.client.post("/v1/lint", content=b"{}").status_code == 200
        assert len(one.children()) == 2
    assert seen[200] > len(documents)


def test_documents_that_grow_stay_within_the_limits() -> None:
    """Documents of the largest allowed size are answered, or stopped, within the limits of time and
    size.
    """
    with served() as one:
        for case in CASES:
            content = largest(case)
            answer = one.client.post(
                "/v1/lint",
                params={"filename": case.name},
                content=content,
                headers={"content-type": "application/octet-stream"},
            )
            assert answer.status_code in {200, 422}, (case.title, answer.text[:300])
            assert len(answer.content) <= 2 * 2**20, case.title


def largest(case: Case) -> bytes:
    """The largest input of a case that a body may hold."""
    count = case.most
    while len(content := case.make(count)) > 2**20:
        count //= 2
    return content


def test_probes_answer_while_hostile_documents_run() -> None:
    with served() as one:
        threads = [
            threading.Thread(
                target=httpx.post,
                args=(f"{one.address}/v1/lint",),
                kwargs={"content": HOSTILE, "timeout": LONG},
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        took = []
        while any(thread.is_alive() for thread in threads):
            began = time.monotonic()
            assert one.client.get("/healthz").status_code == 200
            took.append(time.monotonic() - began)
            time.sleep(0.02)
        assert len(took) > 20
        assert sorted(took)[len(took) * 9 // 10] < 0.5


@pytest.mark.parametrize("content", [b"{}", HOSTILE], ids=["idle", "at work"])
def test_nothing_is_left_behind_a_kill(content: bytes) -> None:
    with served() as one:
        workers = one.children()
        assert len(workers) == 2

        def ask() -> None:
            try:
                httpx.post(f"{one.address}/v1/lint", content=content, timeout=LONG)
            except httpx.TransportError:
                return

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        until(lambda: f"kspec_body_bytes_total {2 * len(content)}\n" in _counters(one))
        os.kill(one.process.pid, signal.SIGKILL)
        one.wait()
        for thread in threads:
            thread.join(LONG)
        _, alive = psutil.wait_procs(workers, 30)
        assert alive == []
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", one.port))


def _counters(one: Served) -> str:
    return str(one.client.get("/metrics").text)


def test_a_worker_that_is_killed_is_replaced() -> None:
    with served() as one:
        for _ in range(3):
            old = {worker.pid for worker in one.children()}
            for worker in one.children():
                worker.kill()
            until(lambda gone=old: len({child.pid for child in one.children()} - gone) == 2)
            until(lambda: is_ready(one))
            assert one.client.post("/v1/lint", content=b"{}").status_code == 200


def connected(port: int, sent: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=LONG)
    opened.sendall(sent)
    return opened


def test_slow_senders_and_readers_are_not_waited_for() -> None:
    head = b"POST /v1/lint HTTP/1.1\r\nhost: localhost\r\n"
    with served() as one:
        with (
            connected(one.port, b"") as nothing,
            connected(one.port, head) as half_a_head,
            connected(one.port, head + b"content-length: 100\r\n\r\n{") as half_a_body,
        ):
            assert b"408" in half_a_body.recv(100)
            for opened in (nothing, half_a_head):
                try:
                    assert opened.recv(100) == b""
                except ConnectionResetError:
                    continue
        assert one.client.get("/healthz").status_code == 200


def test_a_connection_that_never_ends_its_head_is_ended_while_it_sends() -> None:
    with served() as one, connected(one.port, b"GET / HTTP/1.1\r\n") as opened:
        began = time.monotonic()
        try:
            while time.monotonic() - began < LONG:
                opened.sendall(b"a: b\r\n")
                time.sleep(0.5)
        except OSError:  # the service has ended it
            assert time.monotonic() - began < 20
        else:
            pytest.fail("the connection was kept")


def test_load_loses_nothing() -> None:
    """64 connections at once, mixed documents: every request gets the right answer."""
    good = (EXAMPLES / "digits.json").read_bytes()
    faulty = (EXAMPLES / "faulty" / "digits.json").read_bytes()
    expected = {good: "0", faulty: "2", b"{}": "1"}
    wrong: list[tuple[int, str]] = []
    count = 0

    async def ask(client: httpx.AsyncClient, turn: int, end: float) -> None:
        nonlocal count
        for content in islice(cycle(expected), turn, None):
            if time.monotonic() > end:
                return
            answer = await client.post("/v1/lint", content=content)
            count += 1
            if answer.headers.get("kspec-errors") != expected[content]:
                wrong.append((answer.status_code, answer.text[:200]))

    async def load(address: str) -> None:
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        async with httpx.AsyncClient(base_url=address, timeout=LONG, limits=limits) as client:
            end = time.monotonic() + SECONDS
            await asyncio.gather(*(ask(client, turn, end) for turn in range(64)))

    with served() as one:
        front = psutil.Process(one.process.pid)
        one.client.post("/v1/lint", content=good)
        asyncio.run(load(one.address))
        before = front.memory_info().rss
        asyncio.run(load(one.address))
        grown = front.memory_info().rss / before
    assert wrong == []
    assert count > SECONDS * 10
    assert grown < 1.2


def test_a_queue_that_is_full_says_so() -> None:
    with served("--queue", "2", "--max-seconds", "1") as one:
        statuses: list[int] = []
        headers: list[str | None] = []

        def ask() -> None:
            answer = httpx.post(f"{one.address}/v1/lint", content=HOSTILE, timeout=LONG)
            statuses.append(answer.status_code)
            if answer.status_code == 503:
                headers.append(answer.headers.get("retry-after"))

        threads = [threading.Thread(target=ask) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG)
    assert sorted(set(statuses)) == [422, 503]
    assert set(headers) == {"1"}


def test_a_batch_is_streamed() -> None:
    """The first lines are there before the last document is looked at."""
    line = json.dumps({"content": HOSTILE.decode()}).encode()
    with served("--max-body", "2", "--max-seconds", "0.5") as one:
        content = b'{"content": "{}"}\n' + b"\n".join([line] * 6)
        began = time.monotonic()
        moments, lines = [], []
        with one.client.stream("POST", "/v1/batch", content=content) as answer:
            for text in answer.iter_lines():
                lines.append(json.loads(text))
                moments.append(time.monotonic() - began)
    assert [one["line"] for one in lines] == list(range(1, 8))
    assert [one.get("problem", {}).get("reason") for one in lines] == [None, *["time"] * 6]
    assert moments[0] < moments[-1] / 2


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """Requests drawn from the document of OpenAPI are answered as it says."""
    most = os.environ.get("KSPEC_SCHEMATHESIS_SECONDS", "45")
    with served("--max-seconds", "5") as one:
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run"),
                *(f"{one.address}/openapi.json", "--checks", "all"),
                *("--exclude-checks", "positive_data_acceptance"),
                *("--max-time", most, "--seed", "1", "--request-timeout", "60"),
            ],
            capture_output=True,
            text=True,
            timeout=float(most) * 4 + 60,
            check=False,
            cwd=tmp_path,
        )
        assert ran.returncode == 0, ran.stdout[-5000:]


def test_the_command_line_is_not_slower_for_it() -> None:
    """`kspec lint` imports nothing of the service."""
    code = (
        "import sys; from kspec.cli.main import main; "
        "main(['lint', 'docs/examples/digits.json'], standalone_mode=False)"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=EXAMPLES.parents[1],
    )
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert not {"fastapi", "starlette", "uvicorn", "kspec.http"} & loaded
