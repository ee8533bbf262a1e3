"""The cluster of a distributed training, as TensorFlow's variable ``TF_CONFIG`` describes it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kspec.executor.errors import ExecutorError
from kspec.named_tuple import NamedTuple
from kspec.spec.training.distribution import Distribution

VARIABLE = "TF_CONFIG"
TASKS = ("chief", "worker")
"""The types of task that train, as TensorFlow orders them."""


class Cluster(NamedTuple):
    """Number of workers, and the index of this process among them: 0 for the chief."""

    size: int
    task_index: int


def cluster_of(distribution: Distribution | None) -> Cluster:
    """The cluster that ``multi_worker`` trains in; of one worker with every other strategy.

    Raises `ExecutorError` where ``TF_CONFIG`` is missing, or names no such cluster.
    """
    if distribution is None or distribution.strategy != "multi_worker":
        return Cluster(1, 0)
    if VARIABLE not in os.environ:
        raise ExecutorError(
            f"multi_worker needs {VARIABLE}, which names all workers and which of them this one "
            "is. kspec train --distribute multi_worker:2 starts two on this machine by itself."
        )
    cluster = _read(os.environ[VARIABLE])
    if distribution.replicas not in {0, cluster.size}:
        raise ExecutorError(
            f"{VARIABLE} names {cluster.size} workers, and {distribution} asks for another number."
        )
    return cluster


def _read(text: str) -> Cluster:
    try:
        config = json.loads(text)
        sizes = {kind: len(config["cluster"].get(kind, ())) for kind in TASKS}
        kind, index = config["task"]["type"], int(config["task"]["index"])
        cluster = Cluster(sum(sizes.values()), index + (sizes["chief"] if kind == "worker" else 0))
        known = kind in TASKS and 0 <= index < sizes[kind]
    except (ValueError, KeyError, TypeError, AttributeError):
        known = False
    if not known:
        raise ExecutorError(
            f"{VARIABLE} describes no worker of a cluster: it has the form "
            '{"cluster": {"worker": ["host:port", "host:port"]}, '
            '"task": {"type": "worker", "index": 0}}, and kspec trains chief and worker.'
        )
    return cluster


@contextmanager
def apart(run: Path | None = None) -> Iterator[Path]:
    """Folder that a worker writes in and deletes, for the chief keeps the run: all workers have to
    save, since variables are shared. It begins as a copy of a resumed ``run``.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "run"
        if run is None:
            own.mkdir()
        else:
            shutil.copytree(run, own, ignore=shutil.ignore_patterns(".tmp-*"))
        yield own
