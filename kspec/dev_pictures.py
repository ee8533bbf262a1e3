"""The pictures in the docs, of commands that are run: `make pictures`."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
COLUMNS = 112
REPORT: ViewportSize = {"width": 960, "height": 920}
PAUSE = 2.0
"""Seconds between the end of a command and the next."""
IDLE = 0.6
"""Seconds of silence of a command that are shown at most."""
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font: 20px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
ANIMATION</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""rich's own, without a font that is fetched."""


class Line(NamedTuple):
    """A line of a terminal, with the second at which it came."""

    text: Text
    second: float


def recorded(command: str, start: float, folder: Path) -> list[Line]:
    """The lines of a command that is run in a folder; the command itself is the first one."""
    lines = [Line(Text(f"$ {command}", style="bold"), start)]
    program = [sys.executable, "-u", "-m", *command.split()]
    colors = {**os.environ, "FORCE_COLOR": "1"}
    with subprocess.Popen(  # noqa: S603 - kspec itself
        program, cwd=folder, env=colors, stdout=subprocess.PIPE, text=True
    ) as process:
        second, before = start, time.monotonic()
        for text in process.stdout or ():
            now = time.monotonic()
            second, before = second + min(now - before, IDLE), now
            lines.extend(Line(piece, second) for piece in _wrapped(text))
    return [*lines, Line(Text(""), lines[-1].second)]


def _wrapped(text: str) -> list[Text]:
    console = Console(width=COLUMNS, file=io.StringIO())
    return list(Text.from_ansi(text.rstrip("\n")).wrap(console, COLUMNS)) or [Text("")]


def picture(title: str, lines: list[Line], *, animated: bool) -> str:
    """An SVG of the lines; an animated one shows each when it came."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(line.text, no_wrap=True, overflow="ignore")
    svg = console.export_svg(title=title, code_format=FORMAT, unique_id="terminal")
    svg = svg.replace("TITLE", title, 1).replace("ANIMATION", _animation(lines) if animated else "")
    return re.sub(r"[ \t]+\n", "\n", svg)


def _animation(lines: list[Line]) -> str:
    """A rule of CSS for each line: it appears at its second."""
    rules = (
        f'text[clip-path$="line-{number})"] {{ animation: appear 1ms {line.second:.2f}s both; }}\n'
        for number, line in enumerate(lines)
    )
    still = "@media (prefers-reduced-motion: reduce) { text { animation: none !important; } }\n"
    return "@keyframes appear { from { opacity: 0; } }\n" + "".join(rules) + still


def finding() -> str:
    """Output of `kspec lint` for the script of the README."""
    command = "kspec lint train.py"
    with tempfile.TemporaryDirectory() as folder:
        return picture(command, _session([command], Path(folder)), animated=False)


def _session(commands: list[str], folder: Path) -> list[Line]:
    """Commands one after the other, in a folder with the script of the README and an example."""
    readme = (ROOT / "README.md").read_text("utf-8")
    script = readme.partition('```python title="train.py"\n')[2].partition("```")[0]
    (folder / "train.py").write_text(script, "utf-8")
    example = (ROOT / "docs" / "examples" / "digits.json").read_text("utf-8")
    (folder / "digits.json").write_text(example, "utf-8")
    lines: list[Line] = []
    for command in commands:
        lines.extend(recorded(command, lines[-1].second + PAUSE if lines else 0.5, folder))
    return lines[:-1]


def resnet50() -> str:
    """ResNet50 of Keras, drawn by `kspec plot`."""
    from keras.applications import ResNet50

    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "resnet50.json"
        model.write_text(ResNet50(weights=None).to_json(), "utf-8")
        plot = [sys.executable, "-m", "kspec", "plot", str(model), "--output", "-"]
        return subprocess.run(plot, check=True, capture_output=True, text=True).stdout  # noqa: S603


def report(path: Path) -> None:
    """Write a picture of the report of a run in a browser; Chromium has to be installed."""
    from playwright.sync_api import sync_playwright

    example = ROOT / "docs" / "examples" / "digits.json"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        train = [sys.executable, "-m", "kspec", "train", str(example), "--run-dir", folder]
        subprocess.run(train, check=True, capture_output=True)  # noqa: S603 - kspec itself
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=REPORT)
        page.goto((Path(folder) / "report.html").as_uri())
        page.wait_for_selector("canvas")
        page.screenshot(path=path)
        browser.close()


def main() -> None:
    """Write the pictures."""
    demo = [
        "kspec lint train.py",
        "kspec lint --fix train.py",
        "kspec train digits.json --epochs 6",
    ]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "finding.svg").write_text(finding(), "utf-8")
    (FOLDER / "resnet50.svg").write_text(resnet50(), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        lines = _session(demo, Path(folder))
    report(FOLDER / "report.png")
    (FOLDER / "demo.svg").write_text(picture("kspec", lines, animated=True), "utf-8")


if __name__ == "__main__":
    main()
