"""Workers of a sweep on the nodes of a Ray cluster: an actor holds the process of each."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kspec.executor.errors import ExecutorError
from kspec.executor.sweep.worker_process import WorkerProcess
from kspec.spec.type_words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SENT = ("KERAS_", "MLFLOW_", "WANDB_")
"""Prefixes of the variables that a node gets from the environment of the sweep."""

PATIENCE = 10
"""Seconds to wait for the first answer of a cluster."""


def connect() -> tuple[int, str]:
    """Connect to the cluster at ``RAY_ADDRESS``, else to that of this machine, which is started
    where there is none; returns how many workers it has room for, and a sentence about it.

    Raises `ExecutorError` where Ray is not installed or its cluster cannot be used.
    """
    try:
        import ray
    except ModuleNotFoundError as error:
        message = "--launcher ray needs Ray: pip install 'kspec[ray]'."
        raise ExecutorError(message) from error
    address = os.environ.get("RAY_ADDRESS", "")
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        if host:  # Ray itself waits for minutes
            socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
        ray.init(log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise ExecutorError(f"The Ray cluster at {address} cannot be used: {reason}.") from error
    room = int(ray.cluster_resources().get(_resource(), 0))
    nodes = f"{counted(len(ray.nodes()), 'node')}, {counted(room, _resource())}"
    return room, f"Ray at {address or 'this machine'}: {nodes}"


def _resource() -> str:
    """Resource of which each worker takes one: a GPU where the cluster has some, else a CPU."""
    import ray

    return "GPU" if ray.cluster_resources().get("GPU") else "CPU"


class RayWorker:
    """`WorkerProcess` on a node of the cluster; each method raises `BrokenPipeError` where that or
    its process is dead.
    """

    def __init__(self, log: Path, folder: Path, environment: Mapping[str, str]) -> None:
        import ray

        sent = {name: value for name, value in environment.items() if name.startswith(SENT)}
        actor = ray.remote(WorkerProcess).options(
            num_cpus=1,
            num_gpus=int(_resource() == "GPU"),
            max_concurrency=2,  # to be terminated while a line is waited for
        )
        self._actor: Any = actor.remote(log.absolute(), folder, sent)
        self._started = False

    def send(self, line: str) -> None:
        """Send a line; raises `ExecutorError` where the node cannot start the process."""
        self._call("send", line)
        self._started = True

    def receive(self) -> str:
        """Wait for a line."""
        return str(self._call("receive"))

    def terminate(self) -> None:
        """Ask the process to end after its step; one that waits for a place gets none."""
        import ray

        if self._started:
            self._actor.terminate.remote()
        else:
            ray.kill(self._actor)

    def end(self, *, kill: bool = False) -> None:
        """Wait for the end of a process that gets no more trials, and free its place."""
        import ray

        with suppress(BrokenPipeError, ExecutorError):
            self._call("end", kill=kill)
        ray.kill(self._actor)

    def _call(self, method: str, *values: str, **options: bool) -> Any:
        import ray

        try:
            return ray.get(getattr(self._actor, method).remote(*values, **options))
        except ray.exceptions.RayActorError as error:
            reason = str(error).strip().splitlines()
            if "creation task" not in reason[0]:
                raise BrokenPipeError from error
            raise ExecutorError(
                f"A node of the Ray cluster cannot start a worker: {reason[-1]}. Each node needs "
                "kspec, Keras and the folder of the sweep."
            ) from error
