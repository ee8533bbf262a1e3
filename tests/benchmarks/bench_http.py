"""Cost of HTTP: the processor time of a request to `kspec serve`, the service and its worker
together, over that of the same lint in one process. Run by ``make bench``; the ratio is compared.
"""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import httpx2 as httpx
import psutil

from kspec.report import render
from kspec.report.options import DEFAULT
from kspec.service.answers import lint_text
from tests.http.test_serve import Served, served

ROOT = Path(__file__).parent.parent.parent
SMALL = ROOT / "docs" / "examples" / "digits.json"
RESNET = """
import sys, keras
open(sys.argv[1], "w").write(keras.applications.ResNet50(weights=None).to_json())
"""
ROUNDS = 7
TARGETS = {"small": 1.4, "ResNet50": 1.08}
REQUESTS = {"small": 300, "ResNet50": 25}


def pure(content: bytes, count: int) -> float:
    """Seconds of the processor for a lint with its JSON report."""
    began = time.process_time()
    for _ in range(count):
        render(lint_text(content, "model.json"), "json", DEFAULT).encode()
    return (time.process_time() - began) / count


def over_http(one: Served, content: bytes, count: int) -> float:
    """Seconds of the processor for a request, of all processes of the service.

    The requests are bytes on a socket: a client that computes drives what the service needs out of
    the caches of the processor.
    """
    lines = (
        "POST /v1/lint?filename=model.json HTTP/1.1",
        "host: localhost",
        f"content-length: {len(content)}",
    )
    request = "\r\n".join((*lines, "", "")).encode() + content
    with socket.create_connection(("127.0.0.1", one.port)) as opened, opened.makefile("rb") as read:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = spent(one)
        for _ in range(count):
            opened.sendall(request)
            read_answer(read)
        return (spent(one) - began) / count


def read_answer(stream: BinaryIO) -> None:
    """Read an answer to its end; raises `ValueError` for one that is no report."""
    status = stream.readline()
    if b" 200 " not in status:
        raise ValueError(status)
    size = 0
    while (line := stream.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            size = int(line.partition(b":")[2])
    stream.read(size)


def spent(one: Served) -> float:
    """Seconds of the processor that the processes of the service have taken."""
    processes = [psutil.Process(one.process.pid), *one.children()]
    times = [process.cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


def health(one: Served, content: bytes) -> float:
    """Seconds of the slowest of 50 probes while lints are under way."""
    from threading import Thread

    def ask() -> None:
        for _ in range(10):
            httpx.post(f"{one.address}/v1/lint", content=content, timeout=60)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    slowest = 0.0
    for _ in range(50):
        began = time.perf_counter()
        one.client.get("/healthz")
        slowest = max(slowest, time.perf_counter() - began)
    for thread in threads:
        thread.join()
    return slowest


def main() -> None:
    """Print a line for each document."""
    with tempfile.TemporaryDirectory() as folder, served() as one:
        resnet = Path(folder) / "resnet50.json"
        command = [sys.executable, "-c", RESNET, str(resnet)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        contents = {"small": SMALL.read_bytes(), "ResNet50": resnet.read_bytes()}
        for name, content in contents.items():
            pure(content, 3), over_http(one, content, 3)
            ratios, costs = [], []
            for _ in range(ROUNDS):
                alone = pure(content, REQUESTS[name])
                costs.append(over_http(one, content, REQUESTS[name]))
                ratios.append(costs[-1] / alone)
            sys.stdout.write(
                f"HTTP over pure lint, {name}: {statistics.median(ratios):.2f} "
                f"(aim {TARGETS[name]}), {statistics.median(costs) * 1e3:.2f} ms a request\n"
            )
        slowest = health(one, contents["ResNet50"])
        sys.stdout.write(f"slowest of 50 probes under load: {slowest * 1e3:.0f} ms (aim 50)\n")


if __name__ == "__main__":
    main()
