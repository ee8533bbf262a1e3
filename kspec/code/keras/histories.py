"""Histories that trainings return, and the names that a program looks up in them."""

from kspec.code.keras.events import Log
from kspec.code.library import KINDS, Kind
from kspec.code.values import List, Place, Value
from kspec.spec.unknown import Unknown

_VALUES = "what a training logs"


class History:
    """History of one of several calls of `fit`, of which a program gets one object."""

    __slots__ = ("curves", "fits", "log")

    def __init__(self, log: Log, fits: tuple[Place, ...]) -> None:
        self.log = log
        self.fits = fits
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


def history_of(log: Log, fits: tuple[Place, ...]) -> History:
    """The history of calls of `fit`, the same object for the same calls."""
    history: History = log.histories.setdefault(fits, History(log, fits))
    return history


def _attribute(history: History, name: str, place: Place) -> Value:
    return history.curves if name == "history" else Unknown(_VALUES, name, place)


def _merged(one: History, other: History, _: Unknown) -> History:
    return history_of(one.log, tuple(dict.fromkeys((*one.fits, *other.fits))))


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
