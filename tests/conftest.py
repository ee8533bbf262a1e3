"""Setup of every test run before any other import."""

import gc
import os
import signal
import sys
import threading
from collections import Counter

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = os.environ.get("KSPEC_TEST_BACKEND", "tensorflow")

from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

# The everyday run draws the same examples everywhere, and keeps none from one run to the next.
# Neither a deadline nor a "too slow" check: a busy machine is not a fault of the code.
settings.register_profile(
    "everyday",
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `make contract` draws by the seed that it prints, and prints the blob that repeats a failure.
settings.register_profile(
    "thorough",
    settings.get_profile("everyday"),
    max_examples=250,
    derandomize=False,
    print_blob=True,
)
settings.load_profile(os.environ.get("KSPEC_HYPOTHESIS", "everyday"))

# Nothing that is imported or collected is garbage: a fifth of the time went to looking for it.
gc.disable()

# The tests start hundreds of processes, and each would compile kspec anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell's background ignores Ctrl-C, and so would every process that a test starts.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore_glob = ["fixtures/*"]
"""Scripts and programs to read, some of which are called as tests are."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites the snapshots; the diff is to be read."""
    parser.addoption("--update", action="store_true", help="write the .out files anew")


def pytest_collection_finish() -> None:
    """Look for garbage again, but never in what was collected."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave all but a sample of some tests' cases to `make contract`, and skip what needs Keras.

    What needs Keras comes first: so one of two workers never imports TensorFlow.
    """
    items.sort(key=lambda item: item.get_closest_marker("contract") is None)
    _mark_the_long_comparison(items)
    _skip_without_keras(items)
    _skip_on_other_backends(items)


def _skip_on_other_backends(items: list[pytest.Item]) -> None:
    """Skip what holds of TensorFlow alone where the tests run on another backend of Keras."""
    backend = os.environ["KERAS_BACKEND"]
    if backend == "tensorflow":
        return
    skip = pytest.mark.skip(reason=f"on {backend}, which differs from TensorFlow here")
    for item in items:
        if item.get_closest_marker("tensorflow"):
            item.add_marker(skip)


def _mark_the_long_comparison(items: list[pytest.Item]) -> None:
    """Mark all cases but each n-th of a test marked ``one_in(n)`` as slow."""
    counted: Counter[str] = Counter()
    for item in items:
        marker = item.get_closest_marker("one_in")
        if marker is not None:
            test = item.nodeid.partition("[")[0]
            if counted[test] % marker.args[0]:
                item.add_marker(pytest.mark.slow)
            counted[test] += 1


def _skip_without_keras(items: list[pytest.Item]) -> None:
    """Skip what compares with Keras, and say so, where Keras or its backend is missing."""
    missing = [name for name in ("keras", "tensorflow") if find_spec(name) is None]
    if not missing:
        return
    skip = pytest.mark.skip(reason=f"{' and '.join(missing)} not installed: no Keras to compare to")
    for item in items:
        if item.get_closest_marker("contract"):
            item.add_marker(skip)
