"""The study of a sweep: Optuna's, in a storage that several processes and machines can share."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from contextlib import contextmanager
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from kspec.executor.directory import lives
from kspec.executor.errors import ExecutorError
from kspec.executor.sweep.space import grid
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kspec.executor.sweep.space import Sampling
    from kspec.spec.training.sweep import Swept

OWNER = "owner"
"""Attribute of a trial with the process that has drawn it."""
SPACE = "space"
"""Attribute of a study with its search space."""
RUN, REFUSED, VALUES = "run", "refused", "values"
"""The attributes of a trial: its run directory, why it was not trained, its drawn values."""
DEATHS = "deaths"
"""Attribute of a trial with the number of workers that have died of its values."""
FIXED = "fixed_params"
"""Optuna's attribute of a trial that was enqueued, with its values."""
PATIENCE = 60
"""Seconds to wait for an SQLite file that another process has locked."""


class Aim(NamedTuple):
    """The value by which trials are compared, and which way is better ("min" or "max")."""

    metric: str
    direction: str


def storage_of(folder: Path, storage: str | None) -> str:
    """The URL of the database of a sweep: the one that is given, or a file in its folder."""
    return storage or f"sqlite:///{(folder / 'study.db').absolute()}"


def open_study(url: str, aim: Aim, space: Mapping[str, Swept], how: Sampling) -> Any:
    """The study of a sweep, new or to be gone on with.

    Raises `ExecutorError` where Optuna is not installed, where the storage cannot be used, and
    where the study that is there compares by another value.
    """
    try:
        import optuna
    except ModuleNotFoundError as error:
        message = "A sweep needs Optuna: pip install 'kspec[sweep]'."
        raise ExecutorError(message) from error
    from kspec.executor.sweep.samplers import pruner_of, sampler_of

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        study = optuna.create_study(
            storage=_connected(url),
            study_name=how.name,
            direction="maximize" if aim.direction == "max" else "minimize",
            sampler=sampler_of(how),
            pruner=pruner_of(how),
            load_if_exists=True,
        )
        kept = study.user_attrs.get("metric")
        if kept is None:
            study.set_user_attr("metric", aim.metric)
    except Exception as error:  # Optuna raises whatever its database does
        raise ExecutorError(_unusable(url, error)) from error
    if kept not in {None, aim.metric}:
        raise ExecutorError(
            f'The study "{how.name}" compares by {kept}, and not by {aim.metric}: give another '
            "--run-dir, or a storage without this study."
        )
    _check_space(study, how.name, space)
    return study


def _connected(url: str) -> Any:
    """The database at a URL; tried again where another machine makes its tables at this moment."""
    from optuna.storages import RDBStorage

    own = url.startswith("sqlite:") and "timeout=" not in url
    options = {"connect_args": {"timeout": PATIENCE}} if own else None
    for wait in (1, 2, 4):
        try:
            return RDBStorage(url, options)
        except Exception as error:  # noqa: BLE001 - each database has its own for a table that is there
            if not re.search("already exists|duplicate|unique", str(error), re.IGNORECASE):
                break
            time.sleep(wait)
    return RDBStorage(url, options)


@contextmanager
def storing(url: str) -> Iterator[None]:
    """Raise an `ExecutorError` where the storage of a study fails: it is locked or full, or its
    server is gone.
    """
    from optuna.exceptions import StorageInternalError

    try:
        yield
    except StorageInternalError as error:
        raise ExecutorError(f"{_unusable(url, error)} The same command goes on.") from error


def _unusable(url: str, error: Exception) -> str:
    """The sentence for an error of a storage, without the password in its URL."""
    shown = re.sub(r"(?<=:)[^:@/]+(?=@)", "***", url)
    cause = error.__cause__ or error
    if isinstance(cause, ModuleNotFoundError):
        return f"The storage {shown} needs its driver {cause.name}: pip install {cause.name}."
    reason = str(cause).strip().splitlines()[0]
    return f"The storage {shown} cannot be used: {reason}."


def _check_space(study: Any, name: str, space: Mapping[str, Swept]) -> None:
    """Store the search space in the study; raises `ExecutorError` where a resumed study has tried
    other choices, or numbers of another kind: choices are stored by their index.
    """
    now = {pointer: _kind(one) for pointer, one in space.items()}
    kept = json.loads(study.user_attrs.get(SPACE, "{}"))
    for pointer, kind in now.items():
        if kept.get(pointer, kind) != kind:
            raise ExecutorError(
                f'The study "{name}" has tried {json.dumps(kept[pointer])} for "{pointer}", and '
                f"not {json.dumps(kind)}: give another --run-dir for the new values."
            )
    if kept != {**kept, **now}:
        study.set_user_attr(SPACE, json.dumps({**kept, **now}))


def _kind(one: Swept) -> Any:
    if one.choices is not None:
        return one.choices
    return f"{'whole numbers' if one.whole else 'numbers'}{' by logarithm' if one.log else ''}"


def owner() -> str:
    """Name of this process for other machines."""
    return f"{socket.gethostname()}:{os.getpid()}"


def enqueue_grid(study: Any, space: Mapping[str, Swept], seed: int, trials: int) -> int:
    """Enqueue the points of a grid that the study does not have, at most ``trials`` of all, drawn
    by the seed; returns how many points that is. Raises `ExecutorError` for a range without steps.
    """
    try:
        axes = grid(space)
    except ValueError as error:
        raise ExecutorError(f"{error}.") from error
    sizes = [len(values) for values in axes.values()]
    count = min(trials, prod(sizes))
    for point in np.random.default_rng(seed).choice(prod(sizes), count, replace=False):
        places = np.unravel_index(point, sizes)
        values = {name: axis[at] for (name, axis), at in zip(axes.items(), places, strict=True)}
        study.enqueue_trial(values, skip_if_exists=True)
    return count


def put_back(study: Any, *, shared: bool) -> int:
    """Enqueue the trials again whose process on this machine has ended; returns their number.

    A process that ends as it draws leaves no owner: in a study that is not shared it has been one
    of this machine, and in a shared one it has had a minute to draw.
    """
    import optuna

    host, count = socket.gethostname(), 0
    for trial in study.get_trials(deepcopy=False, states=[optuna.trial.TrialState.RUNNING]):
        name, _, number = str(trial.user_attrs.get(OWNER, "")).rpartition(":")
        age = time.time() - trial.datetime_start.timestamp()
        ended = name == host and number.isdecimal() and not lives(int(number))
        if ended or (not name and (not shared or age > PATIENCE)):
            give_back(study, trial.number)
            count += 1
    return count


def give_back(study: Any, number: int, deaths: int = 0) -> None:
    """Enqueue the values of a trial again, with the number of workers that have died of them, and
    count it as failed. A sweep that is killed between the two has enqueued them already.
    """
    from optuna.trial import TrialState

    trial = study.get_trials(deepcopy=False)[number]
    values = trial.system_attrs.get(FIXED, {}) | trial.params
    waiting = study.get_trials(deepcopy=False, states=[TrialState.WAITING])
    if all(one.system_attrs.get(FIXED) != values for one in waiting):
        study.enqueue_trial(values, user_attrs={DEATHS: deaths})
    study.tell(number, state=TrialState.FAIL, skip_if_finished=True)


def importances(study: Any) -> dict[str, float]:
    """Importances of the places for the differences between trials; empty for too few trials."""
    import optuna

    done = study.get_trials(deepcopy=False, states=[optuna.trial.TrialState.COMPLETE])
    if len(done) < 4 or len({trial.value for trial in done}) < 2:
        return {}
    try:
        return dict(optuna.importance.get_param_importances(study))
    except (RuntimeError, ValueError, ImportError):
        return {}  # values that all trials share have no importance
