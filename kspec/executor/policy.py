"""The dtype policy of a spec as Keras's own, for as long as its network is made and trained."""

from collections.abc import Iterator
from contextlib import contextmanager

from kspec.spec.model import ModelSpec


@contextmanager
def computing_in(spec: ModelSpec) -> Iterator[None]:
    """Have Keras make layers in the policy of a spec, and in its own again afterwards.

    Keras scales the loss only of a model that was made in ``mixed_float16`` as a whole.
    """
    import keras

    if spec.dtype_policy is None:
        yield
        return
    former = keras.config.dtype_policy()
    keras.config.set_dtype_policy(spec.dtype_policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(former)
