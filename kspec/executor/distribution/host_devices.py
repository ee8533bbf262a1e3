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
