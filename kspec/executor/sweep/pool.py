"""The pool of a sweep: each worker process has a thread here that draws, lints and sends trials."""

from __future__ import annotations

import json
import os
import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.executor.directory import free
from kspec.executor.errors import ExecutorError
from kspec.executor.sweep.space import draw, with_values
from kspec.executor.sweep.study import DEATHS, OWNER, REFUSED, RUN, VALUES, give_back, owner
from kspec.executor.sweep.worker_process import WorkerProcess
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kspec.executor.sweep.ray_worker import RayWorker
    from kspec.spec.training.sweep import Swept

LIVES = 3
"""Number of workers that may die of a trial's values before they are given up."""


class Sweep(NamedTuple):
    """Sweep: a spec with its values to try, the folder of its trials, and their options."""

    document: Mapping[str, Any]
    space: Mapping[str, Swept]
    metric: str
    folder: Path
    trials: int
    options: Mapping[str, Any]
    """The options of every run, as the workers take them."""
    refusal: Callable[[Mapping[str, Any]], str | None]
    """Function that returns the reason why a drawn spec is not trained: the errors of lint."""


class Event(NamedTuple):
    """Event of a trial: ``trained``, ``pruned``, ``refused``, ``lost`` or ``failed``."""

    number: int
    outcome: str
    values: Mapping[str, Any]
    value: float | None = None
    reason: str = ""


class Pool:
    """Runs the trials of a study until there are enough; ``listener`` is called from any thread."""

    def __init__(
        self,
        sweep: Sweep,
        study: Any,
        listener: Callable[[Event], None],
        launcher: type[WorkerProcess | RayWorker] = WorkerProcess,
    ) -> None:
        self._sweep = sweep
        self._study = study
        self._listener = listener
        self._launcher = launcher
        self._lock = threading.Lock()
        self._workers: set[WorkerProcess | RayWorker] = set()
        self.stopping = False

    def run(self, count: int) -> None:
        """Run trials with ``count`` workers; returns when all are done or the sweep is stopped.

        Raises `ExecutorError` where a disk takes no more, and what Optuna raises for its storage.
        """
        with ThreadPoolExecutor(count) as threads:
            running = {threads.submit(self._work, at) for at in range(count)}
            while running:  # in short waits, so that a signal is heard
                done, running = wait(running, timeout=0.2, return_when=FIRST_EXCEPTION)
                for one in done:
                    if one.exception() is not None:
                        self.stop()
                        one.result()

    def stop(self) -> None:
        """End the trials that run, and draw no more; their values are drawn again another time."""
        self.stopping = True
        for worker in list(self._workers):
            worker.terminate()

    def _work(self, place: int) -> None:
        worker: WorkerProcess | RayWorker | None = None
        try:
            while (drawn := self._next()) is not None:
                worker = worker or self._start(place)
                try:
                    self._train(worker, *drawn)
                except BrokenPipeError:
                    self._end_of(worker, kill=True)
                    worker = None
                    self._lose(*drawn)
        finally:
            if worker is not None:
                self._end_of(worker)

    def _start(self, place: int) -> WorkerProcess | RayWorker:
        log = self._sweep.folder / f"worker-{place}.log"
        log.touch()
        worker = self._launcher(log, Path.cwd(), os.environ)
        self._workers.add(worker)
        if self.stopping:
            worker.terminate()
        return worker

    def _end_of(self, worker: WorkerProcess | RayWorker, *, kill: bool = False) -> None:
        worker.end(kill=kill)
        self._workers.discard(worker)

    def _next(self) -> tuple[Any, dict[str, Any]] | None:
        """Draw the next trial to train; those with an error are reported, and cost no training."""
        while not self.stopping:
            with self._lock:
                if self.finished() >= self._sweep.trials:
                    return None
                try:
                    trial = self._study.ask()
                except (RuntimeError, ValueError) as error:
                    self._listener(Event(-1, "failed", {}, reason=str(error)))
                    return None
                trial.set_user_attr(OWNER, owner())
                try:
                    values = draw(trial, self._sweep.space)
                except ValueError as error:
                    self._tell(trial, state="FAIL")
                    self._listener(Event(-1, "failed", {}, reason=str(error)))
                    return None
                trial.set_user_attr(VALUES, json.dumps(values))
            reason = self._sweep.refusal(with_values(self._sweep.document, values))
            if reason is None:
                return trial, values
            self._refuse(trial, values, reason)
        return None

    def finished(self) -> int:
        """The trials that count: done, given up or refused, and those that run."""
        import optuna

        counted = self._study.get_trials(deepcopy=False)
        return sum(
            trial.state is not optuna.trial.TrialState.WAITING
            and (trial.state is not optuna.trial.TrialState.FAIL or REFUSED in trial.user_attrs)
            for trial in counted
        )

    def _train(
        self, worker: WorkerProcess | RayWorker, trial: Any, values: Mapping[str, Any]
    ) -> None:
        """Send a trial and follow it to its end; raises `BrokenPipeError` where the worker dies."""
        run_dir = self._sweep.folder / f"trial-{trial.number:04}"
        task = {
            **self._sweep.options,
            "document": with_values(self._sweep.document, values),
            "run_dir": str(free(run_dir)),
        }
        pruned = False
        worker.send(json.dumps(task))
        while True:
            message = json.loads(worker.receive())
            if "epoch" in message:
                pruned = self._report(trial, message)
                worker.send("stop" if pruned else "go")
            elif "done" in message:
                return self._end(trial, values, message["done"], task["run_dir"], pruned=pruned)
            elif "unwritten" in message:
                raise ExecutorError(f"{message['unwritten']} The same command goes on.")
            elif "refused" in message:
                return self._refuse(trial, values, message["refused"])

    def _report(self, trial: Any, message: Mapping[str, Any]) -> bool:
        """Report an epoch to the study; whether the trial is to be pruned."""
        value = message["values"].get(self._sweep.metric)
        if value is None:
            return False
        with self._lock:
            trial.report(value, message["epoch"])
            return bool(trial.should_prune())

    def _end(
        self,
        trial: Any,
        values: Mapping[str, Any],
        done: Mapping[str, Any],
        run_dir: str,
        *,
        pruned: bool,
    ) -> None:
        best = (done.get("best") or {}).get(self._sweep.metric)
        with self._lock:
            trial.set_user_attr(RUN, run_dir)
            if done["state"] == "interrupted":
                give_back(self._study, trial.number)
                return
            if pruned and best is not None:
                self._tell(trial, state="PRUNED")
            elif best is not None:
                self._tell(trial, value=best)
        if best is None:
            self._refuse(trial, values, done["ended"], "failed")
        else:
            self._listener(Event(trial.number, "pruned" if pruned else "trained", values, best))

    def _refuse(
        self, trial: Any, values: Mapping[str, Any], reason: str, outcome: str = "refused"
    ) -> None:
        """Count a trial without a value, and report the reason."""
        with self._lock:
            trial.set_user_attr(REFUSED, reason)
            self._tell(trial, state="FAIL")
        self._listener(Event(trial.number, outcome, values, reason=reason))

    def _lose(self, trial: Any, values: Mapping[str, Any]) -> None:
        """Draw the values of a trial again whose worker died; not for ever."""
        deaths = trial.user_attrs.get(DEATHS, 0) + (not self.stopping)
        with self._lock:
            if deaths < LIVES:
                give_back(self._study, trial.number, deaths)
        if deaths >= LIVES:
            reason = f"its worker died {deaths} times: see worker-*.log"
            self._refuse(trial, values, reason, "failed")
        elif not self.stopping:
            reason = "its worker died, and its values are drawn again"
            self._listener(Event(trial.number, "lost", values, reason=reason))

    def _tell(self, trial: Any, value: float | None = None, state: str | None = None) -> None:
        import optuna

        known = None if state is None else optuna.trial.TrialState[state]
        self._study.tell(trial.number, value, state=known, skip_if_finished=True)
