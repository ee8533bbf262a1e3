"""The devices of a machine, and those that a processor is divided into."""

import os
import sys

from kspec.executor.errors import ExecutorError

FLAG = "--xla_force_host_platform_device_count="
"""XLA's flag for the number of devices that JAX makes of the processor."""


def make_host_devices(count: int) -> None:
    """Make JAX split the processor into ``count`` devices, where JAX is not imported yet."""
    flags = os.environ.get("XLA_FLAGS", "")
    if count and "jax" not in sys.modules and FLAG not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {FLAG}{count}".strip()


def enough(devices: list[str], count: int, kind: str) -> list[str]:
    """The first ``count`` devices, or all; raises `ExecutorError` where there are fewer than two,
    or than ``count``.
    """
    number = count or max(len(devices), 2)
    if len(devices) < number:
        raise ExecutorError(
            f"There is {len(devices)} {kind} to train on, and {number} are asked for. A processor "
            'is divided where the number is said, as in "mirrored:2".'
        )
    return devices[:number]


def check_batches(samples: int, batch_size: int, replicas: int) -> None:
    """Raise `ExecutorError` where a replica gets no sample of a batch: a mean of nothing is NaN,
    and a sample alone counts as much as all others of a batch.
    """
    if _least(samples, batch_size) >= replicas:
        return
    sizes = range(max(batch_size, replicas), samples + 1)
    better = next((one for one in sizes if _least(samples, one) >= replicas), None)
    cure = "Train on one device." if better is None else f"Set fit.batch_size to {better}."
    raise ExecutorError(
        f"Of {samples} samples in batches of {batch_size}, one batch holds "
        f"{_least(samples, batch_size)}, and each of the {replicas} devices needs a sample of "
        f"every batch. {cure}"
    )


def _least(samples: int, batch_size: int) -> int:
    """Size of the smallest batch."""
    return samples % batch_size or min(batch_size, samples)
