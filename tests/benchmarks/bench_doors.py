"""Measures the language server and the tools for agents, and writes the table.

Run by ``make bench``. The server is driven by the clients of pygls and of the official SDK, over
pipes as editors do it. Ratios to the floor are what counts: absolute times belong to the machine.
"""

import asyncio
import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil
from lsprotocol import types
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/performance-editors.md"
FLOOR = "import click; from pydantic import BaseModel"
RESNET = """
import sys
from keras import applications
open(sys.argv[1], "w").write(applications.ResNet50(weights=None).to_json(indent=2))
"""
SMALL = ROOT / "docs/examples/digits.json"
SCRIPTS = ROOT / "tests/fixtures/scripts"
STARTS, KEYSTROKES = 7, 30
ABOUT = """\
Of a key in ResNet50, whose file has 13,000 lines, a profile gives 40 % to reading the network and
36 % to the shapes of its 177 layers, which are worked out anew. Shapes beside the text add a fifth:
three quarters of it pairs the brackets of the file, which tells where layers stand."""


class Row(NamedTuple):
    """Measurement: the median, the slowest twentieth, the least processor seconds of the server for
    one request, and their limit.
    """

    what: str
    median: float
    slow: float
    most: str
    processor: float


def median_and_slow(taken: list[float]) -> tuple[float, float]:
    """The median, and the time that one in twenty is above."""
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]


def floor() -> float:
    """The least seconds of processor time of a Python that imports what every command imports."""
    taken = []
    for _ in range(STARTS):
        before = of_children()
        subprocess.run([sys.executable, "-c", FLOOR], check=True)
        taken.append(of_children() - before)
    return min(taken)


def of_children() -> float:
    """Seconds of processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def script_of(lines: int) -> str:
    """Training scripts of the tests, one after the other, with at least so many lines."""
    text = ""
    for path in sorted((SCRIPTS / "right").glob("*.py")):
        if text.count("\n") >= lines:
            break
        text += path.read_text("utf-8")
    return text


async def started(text: str) -> tuple[LanguageClient, float]:
    """A server that has said what is wrong with a text, and how long that took from its start."""
    client = LanguageClient("bench", "1")
    told = asyncio.Event()

    def pushed(_: types.PublishDiagnosticsParams) -> None:
        told.set()

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(pushed)
    start = time.perf_counter()
    await client.start_io(sys.executable, "-m", "kspec", "lsp", cwd=str(ROOT))
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
    client.initialized(types.InitializedParams())
    open_text(client, "file:///bench/first.kspec.json", text, "json")
    await told.wait()
    return client, time.perf_counter() - start


def open_text(client: LanguageClient, uri: str, text: str, language: str) -> None:
    item = types.TextDocumentItem(uri, language, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def processor_seconds(client: LanguageClient) -> float:
    """Processor seconds of the server so far, by Linux's clock of the process."""
    server = client._server  # noqa: SLF001 - pygls tells the process nowhere
    return 0.0 if server is None else time.clock_gettime((~server.pid << 3) | 2)


async def stopped(client: LanguageClient) -> None:
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]  # of pygls


async def keystrokes(
    client: LanguageClient, text: str, uri: str, *, hints: bool
) -> tuple[list[float], float]:
    """Seconds from a keystroke to hints, or to actions, which both need the text to be linted
    first; and the least processor time of one.
    """
    open_text(client, uri, text, "python" if uri.endswith(".py") else "json")
    document = types.TextDocumentIdentifier(uri)
    window = types.Range(types.Position(0, 0), types.Position(60, 0))
    taken, used = [], []
    for stroke in range(KEYSTROKES + 1):
        at = types.Position(text.count("\n"), 0)
        change = types.TextDocumentContentChangePartial(text=" ", range=types.Range(at, at))
        changed = types.VersionedTextDocumentIdentifier(stroke + 2, uri)
        start, before = time.perf_counter(), processor_seconds(client)
        client.text_document_did_change(types.DidChangeTextDocumentParams(changed, [change]))
        if hints:
            await client.text_document_inlay_hint_async(types.InlayHintParams(document, window))
        else:
            await client.text_document_code_action_async(
                types.CodeActionParams(document, window, types.CodeActionContext([]))
            )
        if stroke:
            taken.append(time.perf_counter() - start)
            used.append(processor_seconds(client) - before)
    return taken, min(used)


async def language_server(resnet: str) -> list[Row]:
    small = SMALL.read_text("utf-8")
    starts, used = [], []
    for _ in range(STARTS):
        client, seconds = await started(small)
        starts.append(seconds)
        used.append(processor_seconds(client))
        await stopped(client)
    rows = [Row("start to first findings", *median_and_slow(starts), "7 floors", min(used))]
    client, _ = await started(small)
    script = script_of(300)
    lines = script.count("\n")
    for what, text, uri, most in (
        ("a small spec", small, "file:///bench/small.kspec.json", "4 ms"),
        ("ResNet50", resnet, "file:///bench/resnet50.json", "35 ms"),
        (f"code of {lines} lines", script, "file:///bench/train.py", "-"),
    ):
        for name, hints in (("findings", False), ("shapes", True)):
            taken, spent = await keystrokes(client, text, uri, hints=hints)
            rows.append(Row(f"a key to {name}, {what}", *median_and_slow(taken), most, spent))
    await stopped(client)
    return rows


async def agent_tools() -> Row:
    """Measure the time from the start of `kspec mcp` to its first result."""
    taken, used = [], []
    spec = SMALL.read_text("utf-8")
    for _ in range(STARTS):
        start = time.perf_counter()
        server = StdioServerParameters(command=sys.executable, args=["-m", "kspec", "mcp"])
        async with Client(stdio_client(server)) as client:
            await client.call_tool("lint_spec", {"spec": spec})
            taken.append(time.perf_counter() - start)
            (process,) = psutil.Process().children()
            times = process.cpu_times()
            used.append(times.user + times.system)
    return Row(
        "`kspec mcp`: start to first result", *median_and_slow(taken), "11 floors", min(used)
    )


def page(rows: list[Row], base: float) -> str:
    head = (
        f"Measured on {dt.datetime.now(dt.UTC).date()} with Python {sys.version.split()[0]}, pygls "
        f"{version('pygls')} and mcp {version('mcp')}, on {os.cpu_count()} cores that did other\n"
        f'work too (load {os.getloadavg()[0]:.1f}). The floor, `python -c "{FLOOR}"`,\n'
        f"took {base * 1000:.0f} ms of the processor. Times of the clock have that work in them;\n"
        "of processor time the least of all is given, and ratios are of it. `make bench` measures\n"
        "again."
    )
    lines = ["# How fast editors and agents are answered", "", head, "", ABOUT, ""]
    lines += [
        "| what | processor ms | median ms | 95 % below | of the floor | aim |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.what} | {row.processor * 1000:.1f} | {row.median * 1000:.1f} | "
        f"{row.slow * 1000:.1f} | {row.processor / base:.2f} | {row.most} |"
        for row in rows
    ]
    return "\n".join([*lines, ""])


async def measured(resnet: str) -> list[Row]:
    return [*await language_server(resnet), await agent_tools()]


def main() -> None:
    base = floor()
    with tempfile.TemporaryDirectory() as folder:
        resnet = Path(folder) / "resnet50.json"
        env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        subprocess.run([sys.executable, "-c", RESNET, str(resnet)], check=True, env=env)
        rows = asyncio.run(measured(resnet.read_text("utf-8")))
    PAGE.write_text(page(rows, base), "utf-8")


if __name__ == "__main__":
    main()
