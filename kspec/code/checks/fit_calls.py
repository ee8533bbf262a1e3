"""Calls of `fit` and of its like with data that Keras does not take."""

from kspec.code.keras.values import Model, Tensor, alone
from kspec.code.names import last_name
from kspec.code.reader import Reader
from kspec.code.unknown_numbers import Number
from kspec.code.values import Call, List, Rest, Value


def report_lists(reader: Reader, model: Model, call: Call) -> None:
    """Report lists of numbers or samples where Keras 3 takes arrays, alone or one for each end."""
    for position, (name, ends_) in enumerate((("x", model.inputs), ("y", model.outputs))):
        value = call.get(position, name)
        one = model.kind == "Sequential" or isinstance(alone(ends_), Tensor)
        numbers = _is_numbers(value)
        if numbers or (one and _is_of_samples(value)):
            noun = "numbers" if numbers else "samples" if name == "x" else "targets"
            message = f'Keras 3 takes an array for "{name}", and this is a list of {noun}'
            help_ = "Make an array of it: np.array(...)."
            reader.log.report("list_as_data", message, call.place_of(position, name), help_)


def report_epochs(reader: Reader, call: Call) -> None:
    """Report a number of epochs that stands where ``fit`` takes the size of a batch."""
    place = call.places.get(2)
    name = (last_name(place) or "").lower()
    if place and "epoch" in name and not any(word in name for word in ("batch", "per")):
        message = "The third argument of fit is the size of a batch, and this is a number of epochs"
        reader.log.report("misplaced_argument", message, place, "Name it: epochs=...")


def _is_numbers(value: Value) -> bool:
    while isinstance(value, List) and value.items:
        value = value.items[0]
        if isinstance(value, int | float | Number):
            return True
    return False


def _is_of_samples(value: Value) -> bool:
    """Whether a value is a list with an unknown number of items, or a part of one."""
    rest = value.rest if isinstance(value, List) and value.kind == "list" else value
    return isinstance(rest, Rest)
