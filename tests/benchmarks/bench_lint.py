"""Measures the linter against its floors and against loading in Keras, and writes the table.

Run by ``make bench``. Whole processes are timed side by side in one run, with bytecode cached as an
installed package has it, and ratios are what counts: absolute times belong to the machine.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import kspec

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"
SMALL = ROOT / "docs" / "examples" / "digits.json"
FLOOR = "import click; from pydantic import BaseModel"
LOAD = "import sys, keras; keras.models.model_from_json(open(sys.argv[1]).read())"
APPLICATIONS = """
import math, sys, time, keras
from keras import applications
for name in sorted(name for name in dir(applications) if name[0].isupper()):
    text = getattr(applications, name)(weights=None).to_json()
    open(f"{sys.argv[1]}/{name}.json", "w").write(text)
    keras.backend.clear_session()
    start = time.perf_counter()
    keras.models.model_from_json(text)
    print(time.perf_counter() - start)
    keras.backend.clear_session()
"""
ROUNDS = 15


def environment(cache: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    paths = {"PYTHONPYCACHEPREFIX": str(cache), "PYTHONPATH": str(ROOT)}
    return {**kept, **paths, "TF_CPP_MIN_LOG_LEVEL": "3"}


def processes(commands: dict[str, list[str]], env: dict[str, str]) -> dict[str, list[float]]:
    """Wall seconds of each command, in turn, the first round not counted."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(ROUNDS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            if round_:
                taken[name].append(time.perf_counter() - start)
    return taken


def peak_mib(command: list[str], env: dict[str, str]) -> float:
    """The peak resident memory of a command, in MiB."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script, *command], env=env, cwd=ROOT, capture_output=True, check=True
    )
    return int(printed.stdout) / 1024


def in_process(source: object, times: int) -> float:
    """Median seconds of `kspec.lint`."""
    kspec.lint(source)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        kspec.lint(source)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def deep(layers: int) -> str:
    """A residual network of about so many layers, as text."""
    entries: list[dict[str, object]] = [{"type": "Dense", "units": 8, "name": "d0", "inputs": "x"}]
    for index in range(1, layers // 2):
        block = {"type": "Dense", "units": 8, "activation": "relu", "name": f"d{index}"}
        entries.append({**block, "inputs": f"s{index - 1}" if index > 1 else "d0"})
        skip = f"s{index - 1}" if index > 1 else "d0"
        entries.append({"type": "Add", "name": f"s{index}", "inputs": [f"d{index}", skip]})
    return json.dumps({"inputs": {"x": {"shape": [8]}}, "layers": entries})


def whole_processes(folder: Path, resnet: Path) -> list[str]:
    env = environment(folder / "bytecode")
    lint = [sys.executable, "-m", "kspec", "lint"]
    commands = {
        f'`python -c "{FLOOR}"` (the floor)': [sys.executable, "-c", FLOOR],
        "`kspec lint` of a small spec": [*lint, str(SMALL)],
        "`kspec summary` of it": [sys.executable, "-m", "kspec", "summary", str(SMALL)],
        "`kspec --help`": [sys.executable, "-m", "kspec", "--help"],
        "`kspec lint` of ResNet50's JSON": [*lint, str(resnet)],
    }
    taken = processes(commands, env)
    floor = statistics.median(next(iter(taken.values())))
    rows = ["| whole process | seconds | of the floor | peak MiB |", "| --- | --- | --- | --- |"]
    for name, command in commands.items():
        median = statistics.median(taken[name])
        peak = peak_mib(command, env)
        rows.append(f"| {name} | {median:.3f} | {median / floor:.2f} | {peak:.0f} |")
    load = [sys.executable, "-c", LOAD, str(resnet)]
    start = time.perf_counter()
    peak = peak_mib(load, env)
    spent = time.perf_counter() - start
    rows.append(
        f"| loading ResNet50's JSON in Keras | {spent:.2f} | {spent / floor:.0f} | {peak:.0f} |"
    )
    return rows


def models(folder: Path) -> tuple[list[Path], float]:
    """The JSON of every application of Keras, and the seconds that Keras takes to load them all."""
    script = [sys.executable, "-c", APPLICATIONS, str(folder)]
    printed = subprocess.run(
        script, env=environment(folder), capture_output=True, text=True, check=True
    )
    return sorted(folder.glob("*.json")), sum(map(float, printed.stdout.split()))


def in_one_process(files: list[Path], keras_seconds: float) -> list[str]:
    resnet = next(path for path in files if path.stem == "ResNet50")
    small = SMALL.read_text(encoding="utf-8")
    rows = ["| in one process, after import | |", "| --- | --- |"]
    rows.append(f"| ResNet50 (177 layers, 165 KiB) | {in_process(resnet, 15) * 1e3:.1f} ms |")
    total = sum(in_process(path, 3) for path in files)
    rows.append(
        f"| all {len(files)} applications | {total:.2f} s "
        f"(Keras: {keras_seconds:.1f} s, {keras_seconds / total:.0f} times as long) |"
    )
    rows.append(f"| small specs a minute, one core | {60 / in_process(small, 200):,.0f} |")
    return rows


def growth() -> list[str]:
    rows = ["| layers | ms | ms for each layer |", "| --- | --- | --- |"]
    for layers in (10, 100, 1_000, 10_000):
        spent = in_process(deep(layers), 3) * 1e3
        rows.append(f"| {layers:,} | {spent:.1f} | {spent / layers:.3f} |")
    return rows


def many_files(folder: Path) -> list[str]:
    text = SMALL.read_text(encoding="utf-8")
    place = folder / "many"
    place.mkdir()
    for index in range(3_000):
        (place / f"net{index}.kspec.json").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "kspec", "lint", str(place)]
    env = environment(folder / "bytecode")
    spent = []
    for cores in ({0}, set(range(os.cpu_count() or 1))):
        start = time.perf_counter()
        pinned = ["taskset", "-c", ",".join(map(str, sorted(cores))), *command]
        subprocess.run(pinned, env=env, check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - start)
    one, all_ = spent
    return [
        "| 3,000 files | seconds |",
        "| --- | --- |",
        f"| one core | {one:.1f} |",
        f"| {os.cpu_count()} cores | {all_:.1f} ({one / all_:.2f} times as fast) |",
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "models").mkdir()
        files, keras_seconds = models(folder / "models")
        resnet = next(path for path in files if path.stem == "ResNet50")
        tables = [
            whole_processes(folder, resnet),
            in_one_process(files, keras_seconds),
            growth(),
            many_files(folder),
        ]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    head = (
        "# Performance\n\nMade by `make bench` on "
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}: Python {platform.python_version()}, "
        f"Keras {version('keras')}, pydantic-core {version('pydantic-core')}, "
        f"{os.cpu_count()} cores. Seconds are medians of {ROUNDS} runs in turn; "
        "the ratios are what travels to other machines.\n"
    )
    text = "\n".join([head, *("\n".join(table) + "\n" for table in tables)])
    text += f"\nLinting all of the above in one process took at most {own:.0f} MiB.\n"
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
