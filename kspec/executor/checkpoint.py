"""State of a run after an epoch, in one file, from which `--resume` continues.

Weights, the state of random generators and of the optimizer, the callbacks' counters and the
history: nothing that an uninterrupted run would have is missing.
"""

import inspect
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kspec.data.files import DAMAGE
from kspec.executor.backends.current import current
from kspec.executor.errors import RunError
from kspec.executor.files import as_numpy_has_it, replacing
from kspec.executor.history import History
from kspec.named_tuple import NamedTuple
from kspec.source.plain_files import check_plain

RANDOM = "random"
"""The name of the state of the backend's own random generator."""


class Checkpoint(NamedTuple):
    """Content of a state file: arrays by name, and the rest; ``stopped`` says that a callback ended
    the training.
    """

    arrays: dict[str, Any]
    history: History
    callbacks: list[dict[str, Any]]
    stopped: bool = False


def save(
    path: Path, model: Any, callbacks: Sequence[Any], history: History, *, stopped: bool
) -> None:
    """Write the state after the last epoch of the history, whole or not at all."""
    arrays = {name: variable.numpy() for name, variable in _variables(model)}
    if (drawn := current().random_state()) is not None:
        arrays[RANDOM] = drawn
    states = []
    for index, callback in enumerate(callbacks):
        plain, large = _state(callback)
        states.append(plain)
        for name, parts in large.items():
            arrays |= {f"callback/{index}/{name}/{at}": part for at, part in enumerate(parts)}
    meta = json.dumps({"history": history.to_dict(), "callbacks": states, "stopped": stopped})
    with replacing(path) as temporary:
        plain_arrays = {name: as_numpy_has_it(array) for name, array in arrays.items()}
        np.savez(temporary, meta=np.array(meta), **plain_arrays)


def load(path: Path) -> Checkpoint:
    """Read a state file; raises `RunError` where there is none or it is damaged."""
    try:
        check_plain(path)
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        meta = json.loads(str(arrays.pop("meta")))
        history = History.from_dict(meta["history"])
        callbacks = [dict(state) for state in meta["callbacks"]]
        return Checkpoint(arrays, history, callbacks, stopped=bool(meta["stopped"]))
    except FileNotFoundError:
        message = f"{path.parent} has no whole epoch to go on from (no {path.name}): train it anew."
        raise RunError(message) from None
    except (OSError, *DAMAGE) as error:
        raise RunError(f"{path} cannot be read: {error}.") from error


def restore_random_state(checkpoint: Checkpoint) -> None:
    """Restore the random state; to be called right before training continues."""
    if RANDOM in checkpoint.arrays:
        current().set_random_state(checkpoint.arrays[RANDOM])


def restore_model(checkpoint: Checkpoint, model: Any) -> None:
    """Give a new model the weights and optimizer state; raises `RunError` for another one."""
    model.optimizer.build(model.trainable_variables)
    for name, variable in _variables(model):
        array = checkpoint.arrays.get(name)
        if array is None or array.shape != tuple(variable.shape):
            raise RunError(f'The saved state does not fit the network: "{variable.path}" differs.')
        variable.assign(array)


def restore_callbacks(checkpoint: Checkpoint, callbacks: Sequence[Any]) -> None:
    """Give the callbacks back their counters, which the begin of training resets."""
    if len(callbacks) != len(checkpoint.callbacks):
        raise RunError("The saved state does not fit the spec: it has other callbacks.")
    for index, (callback, plain) in enumerate(zip(callbacks, checkpoint.callbacks, strict=True)):
        arguments = _arguments(callback)
        vars(callback).update(
            {name: value for name, value in plain.items() if name not in arguments}
        )
        lists: dict[str, list[Any]] = {}
        for key, array in checkpoint.arrays.items():
            if key.startswith(f"callback/{index}/"):
                lists.setdefault(key.split("/")[2], []).append(array)
        vars(callback).update(
            {name: value for name, value in lists.items() if name not in arguments}
        )


def _arguments(callback: Any) -> frozenset[str]:
    """Arguments of the callback, which come from the spec and not from the state."""
    return frozenset(inspect.signature(type(callback)).parameters)


def _variables(model: Any) -> Iterator[tuple[str, Any]]:
    """All variables of a model and its optimizer, by their place in Keras's order."""
    for index, variable in enumerate(model.variables):
        yield f"model/{index}", variable
    for index, variable in enumerate(model.optimizer.variables):
        yield f"optimizer/{index}", variable


def _state(callback: Any) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """A callback's counters, and its lists of arrays (the best weights).

    Its arguments come from the spec again; Keras turns the sign of ``min_delta`` in use, which
    must not happen twice.
    """
    plain: dict[str, Any] = {}
    large: dict[str, list[Any]] = {}
    arguments = _arguments(callback)
    for name, value in vars(callback).items():
        if name in arguments:
            continue
        if isinstance(value, bool | int | float | str | None):
            plain[name] = value
        elif isinstance(value, np.generic):
            plain[name] = value.item()
        elif _are_arrays(value):
            large[name] = value
    return plain, large


def _are_arrays(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, np.ndarray | np.generic) for item in value)
    )
