"""How far a long run is, said to a terminal and to nothing else."""

import io
import itertools

import pytest

from kspec.cli import how_far


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr("time.monotonic", lambda: next(clock) / 2)
    monkeypatch.delenv("TERM", raising=False)


def test_a_terminal_is_told_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(how_far.counted(range(4), 4)) == [0, 1, 2, 3]
    shown = ["1 of 4 files checked", "2 of 4 files checked", "3 of 4 files checked", ""]
    assert terminal.getvalue().split("\r\x1b[K") == ["", *shown]


def test_a_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(how_far.counted(range(1), 1)) == [0]
    assert terminal.getvalue() == ""


def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    assert list(how_far.counted(range(9), 9)) == list(range(9))
    assert file.getvalue() == ""
