"""Measures the linter against its floors and against loading in Keras, and writes the table.

Run by ``make bench``. Whole processes are timed side by side in one run, with bytecode cached as an
installed package has it, and ratios are what counts: absolute times belong to the machine.
"""

import datetime as dt
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from kspec.analysis.model import Analysis
from kspec.linter.engine import check
from kspec.linter.garbage import without_gc
from kspec.linter.selection import DEFAULT
from kspec.source.parsing import read_document
from kspec.spec.parse import parse

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"
SMALL = ROOT / "docs" / "examples" / "digits.json"
SCRIPTS = ROOT / "tests" / "fixtures" / "scripts" / "right"
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
AIM = (
    "The aim for all applications together is one second. No single step stands out: nearly half "
    "is the reading of every field of every layer, once."
)
ROUNDS = 15
STEPS = (
    "reading the file: JSON, strictly",
    "reading the network: layers, fields, calls",
    "calling the layers: shapes, dtypes, weights",
    "asking the rules",
)


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


def whole_processes(folder: Path, resnet: Path) -> list[str]:
    env = environment(folder / "bytecode")
    lint = [sys.executable, "-m", "kspec", "lint"]
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        f'`python -c "{FLOOR}"` (the floor)': [sys.executable, "-c", FLOOR],
        "`kspec lint` of a small spec": [*lint, str(SMALL)],
        "`kspec summary` of it": [sys.executable, "-m", "kspec", "summary", str(SMALL)],
        "`kspec --help`": [sys.executable, "-m", "kspec", "--help"],
        "`kspec lint` of ResNet50's JSON": [*lint, str(resnet)],
        "`kspec lint` of a script of 100 lines": [*lint, str(SCRIPTS / "hundred_lines.py")],
        "`kspec lint` of one with an application": [
            *lint,
            str(SCRIPTS / "fine_tune_two_phases.py"),
        ],
    }
    taken = processes(commands, env)
    floor = statistics.median(next(spent for name, spent in taken.items() if FLOOR in name))
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


def in_process(applications: Path) -> dict[str, float]:
    """Median seconds of each test in ``test_in_process.py``, by its name."""
    report = applications / "report"
    command = [
        *(sys.executable, "-m", "pytest", str(Path(__file__).with_name("test_in_process.py"))),
        *("--quiet", "--benchmark-only", f"--benchmark-json={report}", "--benchmark-min-rounds=3"),
        *("--benchmark-max-time=0.3", "-p", "no:cacheprovider", "-p", "no:xdist"),
    ]
    env = {**environment(applications), "KSPEC_APPLICATIONS": str(applications)}
    subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    found = json.loads(report.read_text("utf-8"))["benchmarks"]
    return {one["name"].removeprefix("test_"): one["stats"]["median"] for one in found}


def in_one_process(medians: dict[str, float], keras_seconds: float) -> list[str]:
    files = {name: spent for name, spent in medians.items() if name.startswith("a_file_of_keras")}
    total, one = sum(files.values()), medians["a_file_of_keras[ResNet50]"]
    every = medians["every_rule_on_a_file_of_keras"]
    beside = f"{keras_seconds:.1f} s, {keras_seconds / total:.0f} times as long"
    return [
        "| in one process, after import | |",
        "| --- | --- |",
        f"| ResNet50 (177 layers, 165 KiB) | {one * 1e3:.1f} ms |",
        f"| ResNet50, asked of every rule, advice included | {every * 1e3:.1f} ms |",
        f"| all {len(files)} applications | {total:.2f} s (Keras: {beside}) |",
        f"| small specs a minute, one core | {60 / medians['a_small_spec']:,.0f} |",
    ]


def growth(medians: dict[str, float]) -> list[str]:
    rows = ["| layers | ms | ms for each layer |", "| --- | --- | --- |"]
    for layers in (10, 100, 1_000, 10_000):
        spent = medians[f"growth[{layers}]"] * 1e3
        rows.append(f"| {layers:,} | {spent:.1f} | {spent / layers:.3f} |")
    return rows


def phases(files: list[Path]) -> list[str]:
    """Time of each step in all files together: the fastest of some runs of each step."""
    taken = dict.fromkeys(STEPS, 0.0)
    for path in files:
        rounds = [steps_of(path) for _ in range(5)]
        for step, spent in zip(STEPS, map(min, zip(*rounds, strict=True)), strict=True):
            taken[step] += spent
    total = sum(taken.values())
    rows = ["| where the time of the applications goes | ms | share |", "| --- | --- | --- |"]
    rows += [
        f"| {step} | {spent * 1e3:.0f} | {spent / total:.0%} |" for step, spent in taken.items()
    ]
    return [*rows, "", AIM]


@without_gc()
def steps_of(path: Path) -> tuple[float, ...]:
    """The seconds of the processor that each step takes for one file."""
    clock = [time.process_time()]
    document = read_document(path)
    clock.append(time.process_time())
    reading = parse(document.value)
    clock.append(time.process_time())
    analysis = Analysis(reading)
    clock.append(time.process_time())
    assert not any(finding.severity == "error" for finding in check(analysis, DEFAULT.rules))
    clock.append(time.process_time())
    return tuple(after - before for before, after in pairwise(clock))


def many_files(folder: Path) -> list[str]:
    cores = os.cpu_count() or 1
    rows = [
        f"| a folder of | one core, seconds | {cores} cores, seconds |",
        "| --- | --- | --- |",
    ]
    for name, count, sources in (
        ("small specs", 3_000, [SMALL]),
        ("scripts", 1_000, sorted(SCRIPTS.glob("*.py"))),
    ):
        one, all_ = _of_folder(folder, count, sources)
        rows.append(
            f"| {count:,} {name} | {one:.1f} | {all_:.1f} ({one / all_:.2f} times as fast) |"
        )
    return rows


def _of_folder(folder: Path, count: int, sources: Sequence[Path]) -> list[float]:
    """Seconds for so many copies of files, on one core and on all."""
    place = folder / sources[0].suffix
    place.mkdir()
    for index in range(count):
        source = sources[index % len(sources)]
        shutil.copy(source, place / f"{index}{source.name}")
    command = [sys.executable, "-m", "kspec", "lint", str(place)]
    env = environment(folder / "bytecode")
    spent = []
    for cores in ({0}, set(range(os.cpu_count() or 1))):
        start = time.perf_counter()
        pinned = ["taskset", "-c", ",".join(map(str, sorted(cores))), *command]
        subprocess.run(pinned, env=env, check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - start)
    return spent


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "models").mkdir()
        files, keras_seconds = models(folder / "models")
        resnet = next(path for path in files if path.stem == "ResNet50")
        medians = in_process(folder / "models")
        tables = [
            whole_processes(folder, resnet),
            in_one_process(medians, keras_seconds),
            growth(medians),
            phases(files),
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
    text += f"\nLinting all applications in one process took at most {own:.0f} MiB.\n"
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
