"""What a program does with a model that does not go with how it was trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.keras.attributes import layers_of
from kspec.code.keras.events import CodeProblem
from kspec.code.keras.values import Layer, Model
from kspec.code.values import List

if TYPE_CHECKING:
    from kspec.code.data.array import Array
    from kspec.code.reader import Reader
    from kspec.code.values import Call, Place

TIMES = 50
"""Data that is so many times larger than that of the training was not scaled alike."""
FEW = 10
"""So few samples may be large or small by chance."""
_FLAGS = "<flags>"
"""The key under which a model keeps the flags of its layers at its first fit after a compile."""
_INPUT = "<input>"
"""The key under which a model keeps the array that it was trained on."""


def forget_flags(reader: Reader, model: Model) -> None:
    """What a compile does: the next fit takes the flags of the layers as they are then."""
    reader.journal.write(model.state, _FLAGS, None)


def note_training(reader: Reader, model: Model, call: Call) -> None:
    """Keep what a fit settles, and report flags of which it takes no notice."""
    flags = _flags(reader, model, call.place)
    before = model.state.get(_FLAGS)
    if before is None:
        reader.journal.write(model.state, _FLAGS, flags)
    elif None not in {*before.values(), *flags.values()} and before != flags:
        more = list(flags.values()).count(True) > list(before.values()).count(True)
        change = "unfrozen" if more else "frozen"
        message = f"Layers were {change} after the compile that this model is trained with: "
        message += "the change has no effect"
        help_ = "Compile the model after every change of trainable."
        kind = "trainable_without_compile"
        reader.log.problems.append(CodeProblem(kind, message, _method(call), help_))
    reader.journal.write(model.state, _INPUT, _input(call))
    _check_order(reader, call)


def _check_order(reader: Reader, call: Call) -> None:
    """Report samples that stand class after class, of which Keras holds out the last part."""
    from kspec.code.data.facts import ends_of

    part = call.get(6, "validation_split")
    if call.unsure is None and isinstance(part, float) and 0 < part < 1:
        targets = ends_of(call, (), ()).targets.values()
        if any(array.grouped for array in targets):
            message = (
                f"Keras holds out the last {part:.0%} as they stand, and the target is in order"
            )
            help_ = "Shuffle x and y together before, or give validation_data."
            place = call.place_of(6, "validation_split")
            problem = CodeProblem("sorted-validation-split", message, place, help_)
            reader.log.problems.append(problem)


def _method(call: Call) -> Place:
    """The name of the method that is called."""
    return getattr(call.place, "func", call.place)


def _flags(reader: Reader, model: Model, place: Place) -> dict[int, bool | None]:
    """Whether each layer is trained, None where that is unknown."""
    own = model.state.get("trainable")
    found = {id(model): own if isinstance(own, bool) else None}
    held = layers_of(reader, model, place)
    for layer in held.items if isinstance(held, List) else ():
        if isinstance(layer, Model):
            found.update(_flags(reader, layer, place))
        elif isinstance(layer, Layer):
            flag = layer.state.get("trainable", layer.constant("trainable", default=True))
            found[id(layer)] = flag if isinstance(flag, bool) else None
    return found


def check_scale(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report data of another scale than what the model was trained on."""
    trained, later = model.state.get(_INPUT), _input(call)
    if trained is None or later is None or (trained.whole and later.whole):
        return
    if (later.rank or 0) < 3 and isinstance(later.samples, int) and later.samples < FEW:
        return
    small, large = sorted((_size(trained), _size(later)))
    if small > 0 and large >= TIMES * small:
        message = f"The data of {method} is on another scale than that of the training: one was "
        message += "scaled, and the other not"
        help_ = "Scale both alike, with the numbers of the training data."
        kind = "validation-scale-differs"
        reader.log.problems.append(CodeProblem(kind, message, call.place_of(0, "x"), help_))


def _size(array: Array) -> float:
    limits = array.limits
    return 0 if limits is None else max(-limits.low, limits.high)


def _input(call: Call) -> Array | None:
    """The one array that a call takes as its input, where the range of its values is known."""
    from kspec.code.data.facts import ends_of

    arrays = () if call.unsure is not None else tuple(ends_of(call, (), ()).inputs.values())
    return arrays[0] if len(arrays) == 1 and arrays[0].limits is not None else None
