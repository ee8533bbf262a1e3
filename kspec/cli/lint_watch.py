"""`kspec lint --watch`: lint again whenever a file changes."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from kspec.cli.files import SKIPPED, STDIN
from kspec.cli.lint_request import Request
from kspec.cli.lint_run import FAILED, run
from kspec.cli.spec_files import SUFFIXES
from kspec.cli.terminal import print_error, print_lines
from kspec.linter.settings import absolute

Snapshot = Mapping[str, tuple[int, int, int]]

SECONDS = 0.3
"""Between two looks."""
WATCHED = (*SUFFIXES, ".keras", ".toml")
SETTINGS = ("kspec.toml", "pyproject.toml")


def watch(request: Request, wait: Callable[[], None] = lambda: time.sleep(SECONDS)) -> int:
    """Lint now and after each change, until Ctrl-C; ``wait`` is called between two looks.

    The exit code is 0, or 2 where there is nothing that could change.
    """
    if STDIN in request.paths or request.write_baseline or request.show_settings:
        print_error(
            "--watch goes with files, and not with `-`, --write-baseline or --show-settings"
        )
        return FAILED
    try:
        while True:
            previous = snapshot(request)
            click.clear()
            run(request)
            print_lines("Watching for changes; Ctrl-C ends.", err=True)
            while snapshot(request) == previous:
                wait()
    except KeyboardInterrupt:
        return 0


def snapshot(request: Request) -> Snapshot:
    """Modification time and size of each file of the request; missing files are left out."""
    states = {}
    for path in _paths(request):
        try:
            stat = os.stat(path)  # noqa: PTH116 - many, and often
        except OSError:
            continue
        states[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return states


def _paths(request: Request) -> Iterator[str]:
    """Yield the files that are named or are in folders, the data, and the settings above all."""
    from kspec.linter.globs import is_glob

    for argument in request.paths or (".",):
        if Path(argument).is_dir():
            yield from _within(argument)
        elif is_glob(argument) and not Path(argument).exists():
            from glob import iglob

            yield from iglob(argument, recursive=True)  # noqa: PTH207 - takes absolute patterns too
        else:
            yield argument
        yield from _settings(absolute(argument))
    yield from filter(None, (request.config, request.data, request.baseline))


def _within(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED and name[0] != "."]
        yield from (os.path.join(root, name) for name in files if name.endswith(WATCHED))  # noqa: PTH118 - many, and often


def _settings(path: Path) -> Iterator[str]:
    for folder in path.parents:
        yield from (str(folder / name) for name in SETTINGS)
