"""Progress of a long run, on a terminal and nowhere else."""

import io
import itertools
import threading

import pytest

from kspec.cli import how_far


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr("time.monotonic", lambda: next(clock) / 2)
    monkeypatch.delenv("TERM", raising=False)


@pytest.mark.usefixtures("seconds")
def test_a_terminal_is_told_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(how_far.counted(range(4), 4)) == [0, 1, 2, 3]
    shown = ["1 of 4 files checked", "2 of 4 files checked", "3 of 4 files checked", ""]
    assert terminal.getvalue().split("\r\x1b[K") == ["", *shown]


@pytest.mark.usefixtures("seconds")
def test_a_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(how_far.counted(range(1), 1)) == [0]
    assert terminal.getvalue() == ""


@pytest.mark.usefixtures("seconds")
def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    assert list(how_far.counted(range(9), 9)) == list(range(9))
    assert file.getvalue() == ""


def impatient(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal that is told at once; pytest sets its own standard error after fixtures."""
    made = Terminal()
    monkeypatch.setattr("sys.stderr", made)
    monkeypatch.setattr(how_far, "PATIENCE", 0.001)
    monkeypatch.delenv("TERM", raising=False)
    return made


def test_one_long_piece_of_work_is_told_of_while_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = impatient(monkeypatch)
    with how_far.Waiting("reading a.csv"):
        assert terminal.written.wait(30)
    shown = terminal.getvalue().split(how_far.CLEAR)
    assert shown[0] == shown[-1] == ""
    assert set(shown[1:-1]) == {"reading a.csv (0 s)"}


def test_the_line_is_gone_where_another_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = impatient(monkeypatch)
    done = iter(range(1000))
    with how_far.Waiting(lambda: f"{next(done)} done") as waiting:
        assert terminal.written.wait(30)
        monkeypatch.setattr(how_far, "PATIENCE", 1000.0)
        waiting.clear()
        assert terminal.getvalue().endswith(how_far.CLEAR)
    assert terminal.getvalue().startswith(f"{how_far.CLEAR}0 done (0 s)")


def test_work_whose_output_goes_to_a_file_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr("sys.stderr", file)
    monkeypatch.setattr(how_far, "PATIENCE", 0.001)
    before = threading.active_count()
    with how_far.Waiting("reading"):
        assert threading.active_count() == before
    assert file.getvalue() == ""


def test_work_that_fails_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = impatient(monkeypatch)

    def fail() -> None:
        with how_far.Waiting("reading"):
            assert terminal.written.wait(30)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert terminal.getvalue().endswith(how_far.CLEAR)
