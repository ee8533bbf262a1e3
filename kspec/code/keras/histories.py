"""Histories that trainings return, and the names that a program looks up in them."""

from kspec.code.budget import MOST_ITEMS
from kspec.code.keras.events import Log
from kspec.code.keras.values import Described
from kspec.code.library import KINDS, Kind
from kspec.code.names import words
from kspec.code.values import Call, List, Place, Value
from kspec.spec.unknown import Unknown

_VALUES = "what a training logs"
_TO_THE_END = words(
    "CSVLogger History LearningRateScheduler ModelCheckpoint ProgbarLogger ReduceLROnPlateau "
    "TensorBoard"
)
"""Callbacks that never end a training."""


class History:
    """History of one of several calls of `fit`, of which a program gets one object. ``epochs`` are
    the numbers of those that are trained, None where they are not in the code.
    """

    __slots__ = ("curves", "epochs", "fits", "log")

    def __init__(self, log: Log, fits: tuple[Place, ...], epochs: range | None = None) -> None:
        self.log = log
        self.fits = fits
        self.epochs = epochs
        self.curves = Curves(self)


class Curves:
    """Dictionary of a history, or a table of it: what each epoch logged, by name."""

    __slots__ = ("history",)

    def __init__(self, history: History) -> None:
        self.history = history

    @property
    def fits(self) -> tuple[Place, ...]:
        """The calls of `fit` that are logged."""
        return self.history.fits


def history_of(log: Log, fits: tuple[Place, ...], epochs: range | None = None) -> History:
    """The history of calls of `fit`, the same object for the same calls."""
    history: History = log.histories.setdefault((fits, epochs), History(log, fits, epochs))
    return history


def epochs_of(fit: Call) -> range | None:
    """The epochs that a call of `fit` trains: all that it asks for, unless data or a callback may
    end before.
    """
    first, last = fit.get(11, "initial_epoch", 0), fit.get(3, "epochs", 1)
    callbacks, steps = fit.get(5, "callbacks"), fit.get(12, "steps_per_epoch")
    events = List(()) if callbacks is None else callbacks
    goes_on = isinstance(events, List) and events.rest is None and all(map(_goes_on, events.items))
    known = goes_on and isinstance(first, int) and isinstance(last, int) and steps is None
    return range(first, last) if known and last - first <= MOST_ITEMS else None


def _goes_on(callback: Value) -> bool:
    """Whether a callback is one that never ends a training."""
    return isinstance(callback, Described) and callback.name in _TO_THE_END


def _attribute(history: History, name: str, place: Place) -> Value:
    if name == "epoch" and history.epochs is not None:
        return List(history.epochs, place)
    return history.curves if name == "history" else Unknown(_VALUES, name, place)


def _merged(one: History, other: History, _: Unknown) -> History:
    epochs = one.epochs if one.epochs == other.epochs else None
    return history_of(one.log, tuple(dict.fromkeys((*one.fits, *other.fits))), epochs)


def _subscript(curves: Curves, key: Value, place: Place) -> Value:
    """Record each name that is looked up."""
    keys = key.items if isinstance(key, List) else [key]
    history = curves.history
    for one in keys:
        if isinstance(one, str):
            history.log.looked_up.setdefault(place, {})[one, history.fits] = None
    return Unknown(_VALUES, "?", place)


def _item(history: History, key: Value, place: Place) -> Value:
    """Report a name that is looked up in the object, and not in its dictionary."""
    if isinstance(key, str):
        message = "What fit returns is an object, and not the dictionary of what it logged"
        help_ = f'Look in its attribute `history`: .history["{key}"].'
        history.log.report("unknown_history_key", message, place, help_)
    return Unknown(_VALUES, "?", place)


KINDS[History] = Kind(_attribute, subscript=_item, merge=_merged)
KINDS[Curves] = Kind(
    subscript=_subscript,
    store=lambda value, *_: value,
    merge=lambda one, other, why: _merged(one.history, other.history, why).curves,
)
