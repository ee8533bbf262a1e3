"""Data sets of the Hugging Face Hub that the library ``datasets`` has loaded before."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.data.columnar import read_frames
from kspec.data.errors import DataError
from kspec.data.layout import layout
from kspec.data.place import Place, Reach

if TYPE_CHECKING:
    from kspec.data.model_io import ModelIO
    from kspec.data.samples import Raw
    from kspec.spec.training.data import Data

PORTION = 1024
"""Number of rows that are read at once: they may be images."""


def read(source: str, facts: Data, io: ModelIO) -> Raw:
    """The data set ``hf:USER/NAME``, or ``hf:USER/NAME/CONFIG/SPLIT`` with either left out; columns
    are chosen as those of a table.

    Raises `DataError` as `read_csv` does, and for a set that is not in the cache: nothing is
    downloaded.
    """
    if find_spec("datasets") is None:
        raise DataError(f"\"{source}\" needs Hugging Face's datasets: pip install 'kspec[hf]'.")
    import datasets
    import polars as pl

    dataset = _cached(source)
    place = Place(Path(source), facts, io, Reach.of_folders(Path(datasets.config.HF_CACHE_HOME)))
    plan = layout(dataset.column_names, place)
    chosen = dataset.select_columns(plan.names)
    try:
        frames = chosen.to_polars(batch_size=PORTION, batched=True)
        arrays = read_frames(frames, plan.blocks, place)
    except (pl.exceptions.PolarsError, TypeError, OverflowError) as error:
        raise DataError(f"{source} cannot be read: {error}.") from error
    return plan.raw(arrays, place, dataset.column_names)


def _cached(source: str) -> Any:
    """The part of a data set that a source names, from the cache."""
    import datasets
    from datasets.packaged_modules.cache.cache import Cache

    pieces = source.partition(":")[2].split("/")
    repository, rest = "/".join(pieces[:2]), pieces[2:]
    choices: dict[int, list[Any]] = {
        0: [(None, "train")],
        1: [(*rest, "train"), (None, *rest)],
        2: [rest],
    }
    verbosity = datasets.utils.logging.get_verbosity()
    datasets.utils.logging.set_verbosity_error()  # the library warns of every set from the cache
    reason = "a name is USER/NAME, USER/NAME/SPLIT or USER/NAME/CONFIG/SPLIT"
    try:
        for config, split in choices.get(len(rest), ()):
            try:
                options = {"version": "auto", "hash": "auto", "config_name": config}
                name = pieces[:2][-1]
                builder = Cache(repo_id=repository, dataset_name=name, **options)
            except ValueError as error:
                reason = " ".join(str(error).split())
                continue
            if split in builder.info.splits:
                return builder.as_dataset(split=split)
            reason = f'it has no part "{split}", but: {", ".join(builder.info.splits)}'
    finally:
        datasets.utils.logging.set_verbosity(verbosity)
    raise DataError(
        f'"{source}" is not in {datasets.config.HF_DATASETS_CACHE} ({reason}), and kspec downloads '
        f'nothing: call datasets.load_dataset("{repository}") once where there is a network.'
    )
