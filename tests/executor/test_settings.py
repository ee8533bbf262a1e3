"""Training settings of a spec are applied, or refused in a sentence before any data is read."""

from typing import Any

import pytest

import kspec
from kspec.executor.errors import ExecutorError
from kspec.executor.settings import Settings, settings_of


def settings(*callbacks: dict[str, Any], **fit: Any) -> Settings:
    return settings_of(
        kspec.load(
            {
                "inputs": {"shape": [4]},
                "layers": [{"type": "Dense", "units": 1}],
                "compile": {"loss": "mse"},
                "fit": {"callbacks": list(callbacks), "validation_split": 0.2, **fit},
            }
        )
    )


@pytest.mark.parametrize(
    ("callback", "words"),
    [
        ({"type": "LambdaCallback", "on_epoch_end": "print"}, "a callback class and name it"),
        ({"type": "LearningRateScheduler", "schedule": "cosine"}, "a callback class and name it"),
        ({"type": "CallbackList", "callbacks": [{"type": "TerminateOnNaN"}]}, "themselves"),
    ],
)
def test_what_needs_a_function_is_refused(callback: dict[str, Any], words: str) -> None:
    with pytest.raises(ExecutorError, match=words):
        settings(callback)


def test_what_every_run_does_is_noted() -> None:
    (note,) = settings({"type": "BackupAndRestore", "backup_dir": "b"}, epochs=2).notes
    assert "without BackupAndRestore" in note
    assert settings({"type": "LambdaCallback"}).notes == ()


@pytest.mark.parametrize("epochs", [0, -2])
def test_a_run_of_no_epochs_is_refused(epochs: int) -> None:
    with pytest.raises(ExecutorError, match="nothing would be trained"):
        settings(epochs=epochs)
