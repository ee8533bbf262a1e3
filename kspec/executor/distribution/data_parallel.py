"""Keras's ``DataParallel`` on JAX: the devices of one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
from keras.src.backend.jax import trainer

from kspec.executor.distribution.host_devices import enough

KINDS = keras.distribution


class Dividing(keras.distribution.DataParallel):  # type: ignore[misc]  # Keras is not typed
    """JAX divides no batch unevenly, and the last one of an epoch may be of any size."""

    def get_data_layout(self, data_shape: Any) -> Any:
        """Layout of a batch; every device has the whole of a batch that does not divide."""
        if data_shape[0] % self.device_mesh.shape[0]:
            return KINDS.TensorLayout([None] * len(data_shape), self.device_mesh)
        return super().get_data_layout(data_shape)


@contextmanager
def scope(count: int) -> Iterator[None]:
    """Train on the devices of JAX."""

    def batches(iterator: Any, _: Any) -> Iterator[Any]:
        """Batches, each with a layout of its own: Keras takes that of the first one for all."""
        for data in iterator.data_adapter.get_jax_iterator():
            yield trainer._distribute_data(data)  # noqa: SLF001 - what Keras's own iterator calls

    devices = enough(KINDS.list_devices(), count, "device")
    former = KINDS.distribution(), trainer.JAXEpochIterator._get_distributed_iterator  # noqa: SLF001
    trainer.JAXEpochIterator._get_distributed_iterator = batches  # noqa: SLF001 - see `batches`
    KINDS.set_distribution(Dividing(devices=devices, auto_shard_dataset=False))
    try:
        yield
    finally:
        KINDS.set_distribution(former[0])
        trainer.JAXEpochIterator._get_distributed_iterator = former[1]  # noqa: SLF001
