"""The same files give the same bytes, wherever, however and by how many workers they are read."""

import json
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = "from kspec.cli.main import main; main()"
POOL = f"import os, kspec.cli.parallel as p; p.WORTH_IT = 0; os.cpu_count = lambda: %d; {START}"
PLAIN = {"PATH": "", "HOME": "/nowhere", "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
COMMANDS = (
    ("lint", "--preview", "--output-format", "full"),
    ("lint", "--preview", "--output-format", "json"),
    ("lint", "--preview", "--output-format", "sarif"),
)
SURROUNDINGS = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "a random hash seed": {"PYTHONHASHSEED": "random"},
    "the C locale": {"LC_ALL": "C"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "a narrow terminal": {"COLUMNS": "20", "LINES": "5", "TERM": "dumb"},
    "a wide terminal": {"COLUMNS": "400", "TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "another time zone": {"TZ": "Pacific/Chatham", "SOURCE_DATE_EPOCH": "1"},
}


@cache
def run(code: str, arguments: tuple[str, ...], folder: Path, **surroundings: str) -> bytes:
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**PLAIN, **surroundings},
    )
    assert ran.returncode == 1, ran.stderr.decode()
    return ran.stdout + b"\n---\n" + ran.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files with findings of many rules, names that sort oddly and a text that is not ASCII."""
    made = tmp_path_factory.mktemp("files")
    dense = {"type": "Dense", "units": 0, "name": "größe", "activation": "softmaxx", "x": 1, "y": 2}
    for name in ("Z.json", "a.json", "ä.json", "b10.json", "b9.json", "sub/İ.json"):
        (made / name).parent.mkdir(exist_ok=True)
        layers = [dense, {"type": "Conv2D", "filters": 3, "kernel_size": 9}, {"type": "Dens"}]
        spec = {"inputs": {"shape": [4]}, "layers": layers, "task": "regression"}
        (made / name).write_text(json.dumps(spec, indent=1, ensure_ascii=False), "utf-8")
    for faulty in (ROOT / "docs" / "examples" / "faulty").glob("*.json"):
        (made / faulty.name).write_bytes(faulty.read_bytes())
    return made


@pytest.mark.one_in(4)
@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_surroundings_change_nothing(surroundings: dict[str, str], folder: Path) -> None:
    command = COMMANDS[0]
    assert run(START, command, folder, **surroundings) == run(START, command, folder)


@pytest.mark.parametrize("command", COMMANDS[1:], ids=["json", "sarif"])
def test_machine_formats_do_not_depend_on_the_hash_seed(
    command: tuple[str, ...], folder: Path
) -> None:
    seeded = run(START, command, folder, PYTHONHASHSEED="3", LC_ALL="C", COLUMNS="30")
    assert seeded == run(START, command, folder)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("command", COMMANDS, ids=["full", "json", "sarif"])
def test_the_number_of_workers_changes_nothing(command: tuple[str, ...], folder: Path) -> None:
    alone = run(START, command, folder)
    for workers in (1, 2, 5):
        assert run(POOL % workers, command, folder) == alone


def test_the_order_of_files_changes_nothing(folder: Path) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))
    told = run(START, (*COMMANDS[1], *names), folder)
    assert run(START, (*COMMANDS[1], *reversed(names)), folder) == told
    assert run(START, (*COMMANDS[1], *names[3:], "sub", *names[:3]), folder) == told
    assert run(START, COMMANDS[1], folder) == told


MATRIX = tuple(
    product(
        ("0", "1", "random"),
        ("C", "C.UTF-8", "de_DE.UTF-8"),
        (1, 2, 4),
        ({"TERM": "dumb", "COLUMNS": "20"}, {"TERM": "xterm-256color", "TZ": "Asia/Kathmandu"}),
    )
)


@pytest.mark.slow
def test_all_of_it_together_changes_nothing(folder: Path) -> None:
    """Hash seeds, locales, workers and terminals in every combination; order and umask in turn."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))
    told = run(START, (*COMMANDS[1], *names), folder)
    for number, (seed, locale, workers, terminal) in enumerate(MATRIX):
        order = names[number % len(names) :] + names[: number % len(names)]
        ran = subprocess.run(
            [sys.executable, "-c", POOL % workers, *COMMANDS[1], *order],
            cwd=folder,
            capture_output=True,
            check=False,
            umask=(0o022, 0o077, 0o777)[number % 3],
            env={**PLAIN, **terminal, "PYTHONHASHSEED": seed, "LC_ALL": locale},
        )
        assert ran.stdout + b"\n---\n" + ran.stderr == told, (seed, locale, workers, terminal)


EVERY = f"""
import json, sys
{START.partition(";")[0]}
for words in json.loads(sys.argv[1]):
    try:
        main(words, standalone_mode=False)
    except SystemExit as end:
        print("ended with", end.code)
sys.exit(1)
"""
"""Several commands in one process."""
OTHERS: tuple[tuple[str, ...], ...] = (
    ("lint", "--diff", "."),
    *(("convert", "--to", form, "good.json") for form in ("native", "keras", "python")),
    ("summary", "--output-format", "json", "good.json"),
    *(("rule", "--all"), ("rule", "KS305", "--output-format", "json"), ("schema",)),
    *(("lint", "--output-format", form, ".") for form in ("junit", "gitlab", "github", "jsonl")),
    ("plot", "-o", "-", "Z.json"),
    ("diff", "good.json", "Z.json", "--output-format", "json"),
    ("init", "--task", "regression", "--shape", "4", "--output", "-"),
)
ELSEWHERE = (
    {"PYTHONHASHSEED": "5", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "30", "TERM": "dumb"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
)


@pytest.mark.slow
@pytest.mark.parametrize("surroundings", ELSEWHERE, ids=["Turkish", "Latin-1"])
def test_every_command_says_the_same_everywhere(
    surroundings: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    """Output for programs is UTF-8, in Latin-1 too."""
    for file in folder.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    good = ROOT / "docs" / "examples" / "digits.json"
    text = good.read_text("utf-8").replace("digits-cnn", "größe")
    (tmp_path / "good.json").write_text(text, "utf-8")
    commands = (json.dumps(OTHERS),)
    found, _, _ = run(EVERY, commands, tmp_path, **surroundings).partition(b"\n---\n")
    assert found == run(EVERY, commands, tmp_path).partition(b"\n---\n")[0]
    assert "größe".encode() in found
    assert b"ended with 2" not in found


def test_what_is_compared_is_not_empty(folder: Path) -> None:
    """Outputs that are equal because nothing was found would show nothing."""
    report = json.loads(run(START, COMMANDS[1], folder).split(b"\n---\n")[0])
    assert report["summary"]["files"] == len(list(folder.rglob("*.json")))
    assert len({finding["code"] for finding in report["findings"]}) > 5
