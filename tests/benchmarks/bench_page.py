"""Cost of the page of `kspec serve`: from its address to the editor, and to the first findings. Run
by ``make bench``; prints the reason where there is no Chromium.

The time of the browser's main thread over the floor of the other benches is what counts: times of
the clock belong to the machine and to what else it does.
"""

import importlib.util
import statistics
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.benchmarks.bench_doors import floor
from tests.http.test_serve import served
from tests.page.browser import CHROMIUM, browser

VISITS = 10
WATCH = """
new MutationObserver(() => {
    const within = document.querySelector("#editor")?.shadowRoot;
    const found = /finding/.test(document.querySelector("#state")?.textContent ?? "");
    if (within?.querySelector(".cm-content")) window.editorAt ??= performance.now();
    if (found) window.findingsAt ??= performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


class Visit(NamedTuple):
    """Milliseconds of the clock to the first paint, to the editor and to the findings, and those
    of the main thread to the findings.
    """

    paint: float
    editor: float
    findings: float
    thread: float


def visited(opened: Any, address: str) -> Visit:
    """A visit by a browser that has nothing stored."""
    context = opened.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.locator("#state", has_text="finding").wait_for()
    metrics = session.send("Performance.getMetrics")["metrics"]
    (thread,) = (one["value"] for one in metrics if one["name"] == "TaskDuration")
    paint, editor, findings = page.evaluate(
        "() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, "
        "window.editorAt, window.findingsAt]"
    )
    context.close()
    return Visit(paint, editor, findings, thread * 1000)


def lines(visits: list[Visit], base: float) -> Iterator[str]:
    """Lines of the measurements, with the targets."""
    middle = Visit(*map(statistics.median, zip(*visits, strict=True)))
    yield (
        f"page: {middle.thread:.0f} ms of the main thread to the first findings, "
        f"{middle.thread / base / 1000:.2f} of the floor"
    )
    yield (
        f"page, by the clock: painted {middle.paint:.0f} ms, editor {middle.editor:.0f} ms "
        f"(aim 200), findings {middle.findings:.0f} ms (aim 300)"
    )


def main() -> None:
    """Print a line for each measure."""
    if CHROMIUM is None or importlib.util.find_spec("playwright") is None:
        sys.stdout.write("page: not measured, as Chromium or playwright is not installed\n")
        return
    with browser() as opened, served() as one:
        visits = [visited(opened, f"{one.address}/") for _ in range(VISITS)]
    sys.stdout.writelines(f"{line}\n" for line in lines(visits, floor()))


if __name__ == "__main__":
    main()
