"""A script run with Keras: every model, compile and fit recorded, none trained."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

NAME = "<script>"
Place = tuple[int, int]
"""Line from 1 and column from 0, in bytes."""
BATCHES = 10
"""The steps of its own loop after which a script is ended: some loops go on for hours."""


class Event(NamedTuple):
    """A compile or a fit: where, its arguments, and the model as Keras writes it then."""

    kind: str
    place: Place
    arguments: dict[str, Any]
    config: dict[str, Any] | None


class Built(NamedTuple):
    """Model: its place, its events, and its state at the end."""

    place: Place
    events: list[Event]
    model: Any

    def config(self) -> dict[str, Any] | None:
        return config_of(self.model)


def config_of(model: Any) -> dict[str, Any] | None:
    """A model as Keras writes it, with its compile; None where it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = json.loads(model.to_json())
    except Exception:  # noqa: BLE001 - whatever Keras raises: it writes no such model
        return None
    return config if isinstance(config, dict) and "layers" in config.get("config", {}) else None


def _place() -> Place | None:
    """Place in the script, by the innermost frame of its own."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - where the script is
    while frame is not None and frame.f_code.co_filename != NAME:
        frame = frame.f_back
    if frame is None:
        return None
    line, _, column, _ = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    return (line or 0, column or 0)


def _is_inside_a_stack() -> bool:
    """Whether a stack makes the graph of its own layers."""
    frame: FrameType | None = sys._getframe(3)  # noqa: SLF001 - likewise
    while frame is not None and frame.f_code.co_filename != NAME:
        if frame.f_code.co_filename.endswith("models/sequential.py"):
            return True
        frame = frame.f_back
    return False


class _History:
    """Result of the stub of `fit`."""

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = defaultdict(lambda: [0.5])
        self.epoch = [0]
        self.params: dict[str, Any] = {}


def run(text: str, folder: Path | None = None) -> tuple[list[Built], str]:
    """The models of a script in the order in which they are made, and the error that ends it."""
    import keras

    built: list[Built] = []
    by_id: dict[int, Built] = {}
    keras.backend.clear_session()

    def made(model: Any) -> None:
        place = None if _is_inside_a_stack() else _place()
        if place is not None and id(model) not in by_id:
            by_id[id(model)] = Built(place, [], model)
            built.append(by_id[id(model)])

    with ExitStack() as stack:
        _record_constructors(stack, made)
        _record_training(stack, by_id)
        if folder is not None:
            stack.enter_context(_inside(folder))
        error = ""
        try:
            names = {"__name__": "__main__", "__file__": NAME}
            exec(compile(text, NAME, "exec"), names)  # noqa: S102 - a script of the tests
        except SystemExit:
            error = "SystemExit"
        except Exception as raised:  # noqa: BLE001 - a script may raise anything; what it built before counts
            error = f"{type(raised).__name__}: {raised}"
    return built, error


def _record_constructors(stack: ExitStack, made: Any) -> None:
    from keras.src.models.functional import Functional
    from keras.src.models.sequential import Sequential

    for cls in (Functional, Sequential):
        original = cls.__init__

        def wrapped(self: Any, *args: Any, _original: Any = original, **kwargs: Any) -> None:
            _original(self, *args, **kwargs)
            if type(self) in {Functional, Sequential}:
                made(self)

        stack.enter_context(patch.object(cls, "__init__", wrapped))


def _record_training(stack: ExitStack, by_id: dict[int, Built]) -> None:
    import inspect

    import keras

    compile_, fit, step = keras.Model.compile, keras.Model.fit, keras.Model.train_on_batch
    batches = iter(range(BATCHES))
    signatures = {"compile": inspect.signature(compile_), "fit": inspect.signature(fit)}

    def note(kind: str, model: Any, args: Any, kwargs: Any) -> None:
        place = _place()
        if id(model) in by_id and place is not None:
            bound = signatures[kind].bind(model, *args, **kwargs).arguments
            event = Event(kind, place, dict(bound), config_of(model))
            by_id[id(model)].events.append(event)

    def compiled(self: Any, *args: Any, **kwargs: Any) -> None:
        compile_(self, *args, **kwargs)
        note("compile", self, args, kwargs)

    def fitted(self: Any, *args: Any, **kwargs: Any) -> _History:
        note("fit", self, args, kwargs)
        return _History()

    def trained(self: Any, *args: Any, **kwargs: Any) -> Any:
        if next(batches, None) is None:
            raise SystemExit
        return step(self, *args, **kwargs)

    stack.enter_context(patch.object(keras.Model, "compile", compiled))
    stack.enter_context(patch.object(keras.Model, "train_on_batch", trained))
    stack.enter_context(patch.object(keras.Model, "fit", fitted))


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, path = Path.cwd(), list(sys.path)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
