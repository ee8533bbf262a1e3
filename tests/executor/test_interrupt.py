"""Signals as they come to a training, without one."""

import os
import signal
from collections.abc import Iterator

import pytest

from kspec.executor.interrupt import Interrupt
from kspec.executor.listener import Listener


class Model:
    stop_training = False


class Heard(Listener):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as in a terminal: a shell starts what runs in the background without it."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("ctrl_c")
def test_the_second_signal_ends_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    monkeypatch.setattr(os, "_exit", lambda code: os.write(write, bytes([code])))
    heard, model = Heard(), Model()
    with Interrupt(model, heard, own_process=True) as interrupt:
        signal.raise_signal(signal.SIGINT)
        assert (interrupt.signal, model.stop_training) == (signal.SIGINT, True)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert os.read(read, 1) == bytes([130])
    assert len(heard.notes) == 1
    assert signal.set_wakeup_fd(-1) == -1


def test_elsewhere_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "_exit", pytest.fail)
    heard, model = Heard(), Model()
    with Interrupt(model, heard, own_process=False) as interrupt:
        signal.raise_signal(signal.SIGTERM)
        assert signal.set_wakeup_fd(-1) == -1
    assert (interrupt.signal, model.stop_training, heard.notes) == (signal.SIGTERM, True, [])


def test_a_signal_that_is_to_be_ignored_is_ignored() -> None:
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        heard = Heard()
        with Interrupt(Model(), heard, own_process=True) as interrupt:
            signal.raise_signal(signal.SIGINT)
            assert signal.getsignal(signal.SIGTERM) == interrupt._come  # noqa: SLF001 - heeded
        assert (interrupt.signal, signal.getsignal(signal.SIGINT)) == (None, signal.SIG_IGN)
        (note,) = heard.notes
        assert f"kill {os.getpid()}" in note
    finally:
        signal.signal(signal.SIGINT, former)
