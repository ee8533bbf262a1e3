"""TensorFlow's ``MirroredStrategy``: the devices of one machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf

from kspec.executor.distribution.host_devices import enough
from kspec.executor.errors import ExecutorError


@contextmanager
def scope(count: int) -> Iterator[None]:
    """Train on GPUs, or on ``count`` parts of the processor where there are none."""
    gpus, processors = (tf.config.list_physical_devices(kind) for kind in ("GPU", "CPU"))
    if count and not gpus:
        parts = [tf.config.LogicalDeviceConfiguration() for _ in range(count)]
        try:
            tf.config.set_logical_device_configuration(processors[0], parts)
        except RuntimeError as error:  # TensorFlow has computed before
            if len(tf.config.list_logical_devices("CPU")) < count:
                raise ExecutorError(f"TensorFlow cannot divide the processor: {error}.") from error
    kind = "GPU" if gpus else "CPU"
    devices = [one.name for one in tf.config.list_logical_devices(kind)]
    with tf.distribute.MirroredStrategy(enough(devices, count, kind)).scope():
        yield
