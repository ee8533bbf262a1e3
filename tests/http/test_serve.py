"""`kspec serve` as a process: it starts, answers, and ends when it is told to."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import psutil
import pytest

from tests.http.conftest import EXAMPLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
LONG = 60.0
HOSTILE = json.dumps(
    {"inputs": {"shape": [4]}, "layers": [{"type": f"Dence{number}"} for number in range(30_000)]}
).encode()


class Served:
    """A service that runs, at an address."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process = process
        self.log = log
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.address, timeout=LONG)

    def children(self) -> list[psutil.Process]:
        """Workers of the service."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait(self) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(LONG)


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


@contextmanager
def served(*options: str, **environment: str) -> Iterator[Served]:
    """A service on a free port, killed at the end where it has not ended."""
    port = free_port()
    command = [sys.executable, "-m", "kspec", "serve", "--port", str(port), "--workers", "2"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, *options], stderr=file, env={**os.environ, **environment}
            )
        one = Served(process, port, log)
        try:
            until(lambda: is_ready(one))
            yield one
        finally:
            one.client.close()
            process.kill()
            process.wait()


def is_ready(one: Served) -> bool:
    assert one.process.poll() is None, one.log.read_text()
    try:
        return bool(one.client.get("/readyz").status_code == 200)
    except httpx.TransportError:
        return False


def until(holds: Any) -> None:
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_answers_and_ends_with_what_is_under_way_answered() -> None:
    faulty = (EXAMPLES / "faulty" / "digits.json").read_bytes()
    with served("--workers", "1", "--max-seconds", "1.5") as one:
        assert one.client.post("/v1/lint", content=faulty).headers["kspec-errors"] == "2"
        assert one.client.get("/docs").status_code == 200
        workers = one.children()
        assert len(workers) == 1
        answers: list[int] = []

        def ask(content: bytes) -> None:
            answers.append(
                httpx.post(f"{one.address}/v1/lint", content=content, timeout=LONG).status_code
            )

        asked = [threading.Thread(target=ask, args=(text,)) for text in (HOSTILE, *[faulty] * 6)]
        asked[0].start()
        read = f"kspec_body_bytes_total {len(HOSTILE) + len(faulty)}\n"
        until(lambda: read in one.client.get("/metrics").text)
        for thread in asked[1:]:
            thread.start()
        until(lambda: "kspec_queue_length 6\n" in one.client.get("/metrics").text)
        assert one.client.get("/healthz").text == "ok\n", "while the worker is at work"
        one.process.send_signal(signal.SIGTERM)
        for thread in asked:
            thread.join(LONG)
        assert one.wait() == 0
        assert sorted(answers) == [200] * 6 + [422]
        _, alive = psutil.wait_procs(workers, LONG)
        assert alive == []
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that ended
            again.bind(("127.0.0.1", one.port))
        lines = [json.loads(line) for line in one.log.read_text().splitlines()]
        assert (
            sum(line["event"] == "request" and line["route"] == "/v1/lint" for line in lines) == 8
        )


def _listens(path: Path) -> bool:
    """Whether a server accepts connections: the file of a socket is there before it listens."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def test_it_asks_for_the_token_and_listens_on_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "kspec.sock"
    command = [sys.executable, "-m", "kspec", "serve", "--uds", str(path), "--workers", "1"]
    process = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, env={**os.environ, "KSPEC_TOKEN": "secret"}
    )
    transport = httpx.HTTPTransport(uds=str(path))
    with httpx.Client(transport=transport, base_url="http://localhost", timeout=LONG) as client:
        until(lambda: _listens(path))
        assert client.post("/v1/lint", content=b"{}").status_code == 401
        right = {"authorization": "Bearer secret"}
        assert client.post("/v1/lint", content=b"{}", headers=right).status_code == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(LONG) in (0, -signal.SIGINT)


@pytest.mark.slow
def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = subprocess.run(
            [sys.executable, "-m", "kspec", "serve", "--port", port, "--workers", "1"],
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
    assert ran.returncode == 2
    assert "address already in use" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_the_extra_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['fastapi'] = None; sys.argv = ['kspec', 'serve']; "
        "from kspec.cli.main import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LONG, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].endswith("pip install 'kspec[serve]'")
