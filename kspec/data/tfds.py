"""Data sets of TensorFlow Datasets that have been prepared on this machine before."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.data.datasets import decoded
from kspec.data.errors import DataError
from kspec.data.frames import block_of
from kspec.data.import_lock import IMPORTS
from kspec.data.layout import Block, layout
from kspec.data.place import Place, Reach
from kspec.data.stored import Growing

if TYPE_CHECKING:
    from kspec.data.model_io import ModelIO
    from kspec.data.samples import Raw
    from kspec.spec.training.data import Data

PORTION = 512
"""Number of samples that are read at once: they may be images."""


def read(source: str, facts: Data, io: ModelIO) -> Raw:
    """The data set ``tfds:NAME``, ``tfds:NAME/CONFIG:VERSION`` and so on, each with ``/SPLIT``; its
    own features are chosen as the columns of a table, by default its supervised ones. Images are
    scaled to the input.

    Raises `DataError` as `read_csv` does, and for a set that is not prepared: nothing is
    downloaded.
    """
    for module in ("tensorflow_datasets", "tensorflow"):
        if find_spec(module) is None:
            raise DataError(f"\"{source}\" needs {module}: pip install 'kspec[tfds]'.")
    with IMPORTS:
        import tensorflow as tf

        import_module("tensorflow_datasets")  # it imports more of TensorFlow

    builder, split = _prepared(source)
    header, supervised = list(builder.info.features), builder.info.supervised_keys
    if facts.features is None and facts.target is None and _are_plain(supervised):
        features, target = supervised
        facts = facts.model_copy(update={"features": features, "target": target})
    place = Place(Path(source), facts, io, Reach(()))
    plan = layout(header, place)
    for name, block in plan.inputs.items():
        plan.inputs[name] = block._replace(texts=None if block.image else block.texts)
    dataset = builder.as_dataset(split=split, shuffle_files=False)
    chosen = dataset.map(lambda sample: _scaled({n: sample[n] for n in plan.names}, plan.blocks))
    growing = [Growing() for _ in plan.blocks]
    try:
        for portion in chosen.batch(PORTION).as_numpy_iterator():
            columns = {name: decoded(values, source) for name, values in portion.items()}
            for block, whole in zip(plan.blocks, growing, strict=True):
                whole.add(block_of(columns, block, source))
    except (tf.errors.InvalidArgumentError, TypeError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{source} has samples of different shapes: {reason}.") from error
    return plan.raw([whole.array() for whole in growing], place, header)


def _prepared(source: str) -> tuple[Any, str]:
    """Reader of a data set that a source names, and the name of its part."""
    from tensorflow_datasets.core import read_only_builder, registered
    from tensorflow_datasets.core.utils import file_utils

    name = source.partition(":")[2]
    whole, _, part = name.rpartition("/")
    reason = ""
    for known, split in ((name, "train"), (whole, part)):
        try:
            builder = read_only_builder.builder_from_files(known)
        except (registered.DatasetNotFoundError, ValueError):
            continue
        if split in builder.info.splits:
            return builder, split
        reason = f' has no part "{split}", but: {", ".join(builder.info.splits)}'
    if reason:
        raise DataError(f'"{source}"{reason}.')
    folders = ", ".join(map(str, file_utils.list_data_dirs()))
    raise DataError(
        f'"{source}" is not on this machine (in {folders}), and kspec downloads nothing: call '
        f'tfds.load("{name}") once where there is a network.'
    )


def _are_plain(supervised: Any) -> bool:
    """Whether a pair of names says what to learn, and no nested names do."""
    return supervised is not None and [type(one) for one in supervised] == [str, str]


def _scaled(sample: dict[str, Any], blocks: list[Block]) -> dict[str, Any]:
    """A sample with its images in the height and the width of the input."""
    import tensorflow as tf

    for block in blocks:
        size = (block.image or (None, None))[:2]
        image = sample[block.names[0]]
        if None not in size and image.shape[:2] != size:
            scaled = tf.image.resize(image, size, antialias=True)
            sample[block.names[0]] = tf.cast(tf.round(scaled), image.dtype)
    return sample
