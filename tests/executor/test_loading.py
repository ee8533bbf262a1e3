"""Keras is imported in a thread, without the packages that it imports for nothing."""

import subprocess
import sys

import pytest

from kspec.executor.loading import UNNEEDED, Unneeded

IMPORTS = """
import sys
from kspec.executor.loading import Loading, UNNEEDED
loading = Loading()
import sklearn.datasets
loading.wait()
import keras
assert keras.ops.sum([1.0, 2.0]) == 3.0
print(sorted(set(sys.modules) & UNNEEDED))
"""


def ask(hiding: Unneeded, package: str, importer: str) -> None:
    names = {"__name__": importer, "hiding": hiding, "package": package}
    exec("hiding.find_spec(package, None)", names)  # noqa: S102 - as a module of that name would


def test_a_package_is_hidden_from_one_thread_and_from_keras(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    hiding = Unneeded()
    with pytest.raises(ModuleNotFoundError, match="No module named 'pandas'"):
        ask(hiding, "pandas", "keras.src.trainers")
    ask(hiding, "pandas", "torch.utils")
    ask(hiding, "numpy", "keras.src.trainers")
    hiding._thread += 1  # noqa: SLF001 - as if another thread had made it
    ask(hiding, "pandas", "keras.src.trainers")


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_other_backends_hide_nothing(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setenv("KERAS_BACKEND", backend)
    ask(Unneeded(), "pandas", "keras.src.trainers")


@pytest.mark.contract
@pytest.mark.slow
def test_keras_is_imported_without_what_is_not_needed() -> None:
    for name in ("keras", "sklearn"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    hidden = UNNEEDED - {"sklearn"}
    imported = done.stdout.split("\n")[-2]
    own = subprocess.run(  # what scikit-learn imports by itself
        [sys.executable, "-c", "import sklearn.datasets, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not [name for name in hidden - set(own.stdout.split()) if name in imported]


@pytest.mark.contract
@pytest.mark.slow
def test_warnings_of_tensorflow_reach_standard_error() -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    load = "from kspec.executor.loading import Loading; Loading().wait()"
    warn = "import tensorflow as tf; tf.get_logger().warning('an odd batch')"
    done = subprocess.run(
        [sys.executable, "-c", f"{load}; {warn}"], capture_output=True, text=True, check=True
    )
    assert done.stderr == "WARNING:tensorflow:an odd batch\n"
