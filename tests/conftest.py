"""What every test run needs before anything else is imported."""

import os
import signal
import threading

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

# The everyday run draws the same examples everywhere, and keeps none from one run to the next.
# Neither a deadline nor a "too slow" check: a busy machine is not a fault of the code.
settings.register_profile(
    "everyday",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `make contract` draws by the seed that it prints, and prints the blob that repeats a failure.
settings.register_profile(
    "thorough",
    settings.get_profile("everyday"),
    max_examples=1000,
    derandomize=False,
    print_blob=True,
)
settings.load_profile(os.environ.get("KSPEC_HYPOTHESIS", "everyday"))

# A shell's background ignores Ctrl-C, and so would every process that a test starts.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites the snapshots; the diff is to be read."""
    parser.addoption("--update", action="store_true", help="write the .out files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what compares with Keras, and say so, where Keras or its backend is missing."""
    missing = [name for name in ("keras", "tensorflow") if find_spec(name) is None]
    if not missing:
        return
    skip = pytest.mark.skip(reason=f"{' and '.join(missing)} not installed: no Keras to compare to")
    for item in items:
        if item.get_closest_marker("contract"):
            item.add_marker(skip)
