"""Output of a training: the same in a pipe and in a log, more in a terminal."""

import io
import os
import warnings

import pytest

from kspec.cli import progress
from kspec.cli.progress import Printer


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("kspec.cli.progress.time.monotonic", lambda: now[0])
    return now


def values(number: float) -> dict[str, float]:
    return {"accuracy": 0.5, "loss": number, "val_loss": number}


def test_a_line_an_epoch_and_a_star_for_the_best(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer()
    printer.epoch(1, values(0.5), best=True, of=2)
    printer.epoch(2, values(1e6), best=False, of=2)
    assert capsys.readouterr().out.splitlines()[1:] == [
        "    epoch       loss   val_loss   accuracy",
        "      1/2     0.5000     0.5000     0.5000 *",
        "      2/2  1.000e+06  1.000e+06     0.5000",
    ]


def test_warnings_are_notes_without_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.warnings_as_notes(Printer()):
        warnings.simplefilter("always")
        warnings.warn("The server is away", stacklevel=1)
    assert capsys.readouterr() == ("note: The server is away\n", "")


def test_the_training_goes_on_where_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(Terminal):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    printer = Printer()
    printer.note("it is adapted")
    printer.epoch(1, values(0.5), best=True, of=2)


def test_values_that_come_later_get_a_head(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer()
    printer.epoch(1, {"loss": 0.5}, best=False, of=2)
    printer.epoch(2, values(0.5), best=True, of=2)
    assert "val_loss" in capsys.readouterr().out.splitlines()[-2]


def test_a_log_hears_of_an_epoch_every_minute(
    capsys: pytest.CaptureFixture[str], clock: list[float]
) -> None:
    printer = Printer(err=True)
    for second in range(121):
        clock[0] = float(second)
        printer.batch(3, second + 1, 484)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "epoch 3  [###.................]  13%, 416 s to go",
        "epoch 3  [#####...............]  25%, 360 s to go",
    ]


def test_a_terminal_has_a_line_that_is_written_over(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "get_terminal_size", lambda: os.terminal_size((40, 24)))
    monkeypatch.setattr("kspec.cli.progress.click.echo", echo_to(terminal))
    printer = Printer()
    printer.batch(1, 1, 4)
    clock[0] = 1.0
    printer.batch(1, 2, 4)
    printer.epoch(1, values(0.5), best=True, of=2)
    lines = terminal.getvalue().split("\n")
    assert lines[0] == "\r\x1b[Kepoch 1  [##########..........]  50%, 1 s to go\r\x1b[K"
    assert lines[1:4] == [
        "(1 more in history.csv)",
        "    epoch       loss   val_loss",
        "      1/2     0.5000     0.5000 *",
    ]


def echo_to(stream: io.StringIO) -> object:
    """Click takes what moves the cursor out of what does not go to a real terminal."""

    def echo(text: str, *, err: bool, nl: bool = True) -> None:
        assert not err
        stream.write(text + "\n" * nl)

    return echo
