"""A training on several devices of one machine, by what Keras's backend has for it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from kspec.executor.errors import ExecutorError

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKENDS = {"mirrored": "tensorflow", "data_parallel": "jax"}
"""The backend of each way to distribute."""
HOST_DEVICES = "--xla_force_host_platform_device_count="
"""XLA's flag for the number of devices that JAX makes of the processor."""


class Distribution(NamedTuple):
    """A way to distribute, and over how many devices (0 for all that there are)."""

    name: str
    devices: int = 0

    @classmethod
    def read(cls, text: str) -> Distribution:
        """What ``mirrored`` or ``mirrored:2`` says; raises `ExecutorError` for anything else."""
        name, _, count = text.partition(":")
        if name == "multi_worker":
            raise ExecutorError(
                "kspec does not train on several machines: Keras's fit fails in a "
                "MultiWorkerMirroredStrategy. --distribute mirrored takes those of one machine."
            )
        if name not in BACKENDS or (count and not (count.isdecimal() and int(count) > 1)):
            raise ExecutorError(
                f'"{text}" is no way to distribute: write {" or ".join(BACKENDS)}, with a number '
                'of devices from 2 on behind a colon ("mirrored:2").'
            )
        return cls(name, int(count or 0))

    def prepare(self) -> None:
        """Set what has to be set before Keras is imported: JAX then makes devices of a processor.

        Raises `ExecutorError` for a distribution of another backend.
        """
        from kspec.executor.backends.wanted import wanted_backend

        wanted = wanted_backend()
        if BACKENDS[self.name] != wanted:
            raise ExecutorError(
                f"{self.name} is of Keras on {BACKENDS[self.name]}, and Keras runs on {wanted}: "
                f"set KERAS_BACKEND={BACKENDS[self.name]}."
            )
        if self.name == "data_parallel" and self.devices and "jax" not in sys.modules:
            flags = os.environ.get("XLA_FLAGS", "")
            if HOST_DEVICES not in flags:
                os.environ["XLA_FLAGS"] = f"{flags} {HOST_DEVICES}{self.devices}".strip()


@contextmanager
def distributed(distribution: Distribution | None) -> Iterator[None]:
    """Have Keras make and train models on several devices.

    Raises `ExecutorError` where there are fewer than two, or than asked for.
    """
    if distribution is None:
        yield
        return
    ways = {"mirrored": _mirrored, "data_parallel": _data_parallel}
    with ways[distribution.name](distribution.devices):
        yield


@contextmanager
def _mirrored(count: int) -> Iterator[None]:
    """TensorFlow's ``MirroredStrategy``: over GPUs, or over parts of the processor where a number
    is asked for and there are none.
    """
    import tensorflow as tf

    gpus, processors = (tf.config.list_physical_devices(kind) for kind in ("GPU", "CPU"))
    if count and not gpus:
        parts = [tf.config.LogicalDeviceConfiguration() for _ in range(count)]
        try:
            tf.config.set_logical_device_configuration(processors[0], parts)
        except RuntimeError as error:  # it has computed before
            if len(tf.config.list_logical_devices("CPU")) < count:
                raise ExecutorError(f"TensorFlow cannot divide the processor: {error}.") from error
    kind = "GPU" if gpus else "CPU"
    devices = [one.name for one in tf.config.list_logical_devices(kind)]
    with tf.distribute.MirroredStrategy(_enough(devices, count, kind)).scope():
        yield


@contextmanager
def _data_parallel(count: int) -> Iterator[None]:
    """Keras's ``DataParallel``, with batches that do not divide computed on every device."""
    import keras
    from keras.src.backend.jax import trainer

    kinds = keras.distribution

    class Dividing(keras.distribution.DataParallel):  # type: ignore[misc]  # Keras is not typed
        """JAX divides no batch unevenly, and the last one of an epoch may be of any size."""

        def get_data_layout(self, data_shape: Any) -> Any:
            if data_shape[0] % self.device_mesh.shape[0]:
                return kinds.TensorLayout([None] * len(data_shape), self.device_mesh)
            return super().get_data_layout(data_shape)

    def batches(iterator: Any, _: Any) -> Iterator[Any]:
        """Batches, each with a layout of its own: Keras takes that of the first one for all."""
        for data in iterator.data_adapter.get_jax_iterator():
            yield trainer._distribute_data(data)  # noqa: SLF001 - what Keras's own iterator calls

    devices = _enough(kinds.list_devices(), count, "device")
    former = kinds.distribution(), trainer.JAXEpochIterator._get_distributed_iterator  # noqa: SLF001
    trainer.JAXEpochIterator._get_distributed_iterator = batches  # noqa: SLF001 - see `batches`
    kinds.set_distribution(Dividing(devices=devices, auto_shard_dataset=False))
    try:
        yield
    finally:
        kinds.set_distribution(former[0])
        trainer.JAXEpochIterator._get_distributed_iterator = former[1]  # noqa: SLF001


def _enough(devices: list[str], count: int, kind: str) -> list[str]:
    """The first devices of so many; raises `ExecutorError` where there are fewer than two."""
    wanted = count or max(len(devices), 2)
    if len(devices) < wanted:
        raise ExecutorError(
            f"There is {len(devices)} {kind} to train on, and {wanted} are asked for. A processor "
            'is divided where the number is said, as in "mirrored:2".'
        )
    return devices[:wanted]
