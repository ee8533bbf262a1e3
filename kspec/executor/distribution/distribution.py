"""Strategies of distributed training: the requested one, and its setup in Keras."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from kspec.executor.errors import ExecutorError
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Nested
from kspec.spec.training.distribution import Distribution

BACKENDS = {"mirrored": "tensorflow", "multi_worker": "tensorflow", "data_parallel": "jax"}
"""The backend of each strategy."""
NONE = "none"
"""Value of ``--distribute`` to train on one device in spite of the spec."""


def distribution_of(spec: ModelSpec, text: str | None = None) -> Distribution | None:
    """Distribution of ``text``, else of ``fit.distribute``; raises `ExecutorError` for an unknown
    strategy.
    """
    strategy = text or spec.effective_fit.distribute
    if strategy in {None, NONE}:
        return None
    try:
        return Distribution.read(str(strategy))
    except Nested as nested:
        problem = nested.problems[0]
        raise ExecutorError(f"{problem.message}. {problem.help}") from None


def prepare(distribution: Distribution | None) -> None:
    """Prepare the process before Keras is imported: JAX then makes devices of a processor.

    Raises `ExecutorError` for a strategy of another backend.
    """
    from kspec.executor.backends.wanted import wanted_backend

    if distribution is None:
        return
    backend, needed = wanted_backend(), BACKENDS[distribution.strategy]
    if needed != backend:
        raise ExecutorError(
            f"{distribution.strategy} is of Keras on {needed}, and Keras runs on {backend}: set "
            f"KERAS_BACKEND={needed}."
        )
    if distribution.strategy == "data_parallel":
        from kspec.executor.distribution.host_devices import make_host_devices

        make_host_devices(distribution.replicas)


@contextmanager
def distributed(distribution: Distribution | None) -> Iterator[None]:
    """Have Keras make and train models by a strategy, None for one device.

    Raises `ExecutorError` where there are fewer devices than two, or than requested.
    """
    if distribution is None:
        yield
        return
    module = import_module(f"kspec.executor.distribution.{distribution.strategy}")
    with module.scope(distribution.replicas):
        yield
