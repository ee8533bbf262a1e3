"""Flags `trainable` of the layers of a model, and what a training makes of them."""

from collections.abc import Iterator

from kspec.code.keras.attributes import (
    KEPT,
    LEARNED,
    SET,
    Flags,
    Kept,
    flags_of,
    layers_in,
    layers_of,
)
from kspec.code.keras.events import compiles_of
from kspec.code.keras.values import Described, Layer, Model
from kspec.code.reader import Reader
from kspec.code.values import Call, List, Place

TARGET = "<target>"
"""The key under which a model keeps the targets that it was trained on."""
_FLAGS = "<flags>"
"""The key under which a model keeps the flags of its layers at its first fit after a compile."""
_COMPILED = "<compiled>"
"""Key of the flags that a model's layers have at its last compile."""
_BUILT = "<built>"
"""Key of the layers whose weights an optimizer has trained."""
_FROZEN = "<frozen>"
"""Key of the layers of a model that were frozen in the last fit of it, or of one around it."""
FROZEN = "The model is frozen before its own first batch, and Keras 3 keeps it so: "
FROZEN += "train_on_batch changes none of its weights"
THAW = "Set trainable to True before the first batch of this model, and to False before that of "
THAW += "the model around it."


def forget_flags(reader: Reader, model: Model, place: Place) -> None:
    """Drop flags and labels of the last fit after a compile, which takes those of the next."""
    reader.journal.write(model.state, _COMPILED, flags_of(reader, model, place))
    reader.journal.write(model.state, _FLAGS, None)
    reader.journal.write(model.state, TARGET, None)


def note_batch(reader: Reader, model: Model, call: Call) -> None:
    """Record the flags of the first `train_on_batch`; report a model frozen before it."""
    if isinstance(model.state.get(_FLAGS), dict):
        return
    flags, before = flags_of(reader, model, call.place), model.state.get(_COMPILED)
    reader.journal.write(model.state, _FLAGS, flags)
    _note_learned(reader, model, flags, call.place)
    own = id(model)  # a loop over its layers leaves its own flag
    frozen = {flags[key] for key in flags if key != own} == {False}
    layers = layers_in(reader, model, call.place)
    places = [model.state.get(SET), *(layer.state.get(SET) for _, layer in layers)]
    if frozen and isinstance(before, dict) and any(before[key] for key in before if key != own):
        place = next((one for one in places if one is not None), call.place)
        reader.log.report("frozen_before_training", FROZEN, place, THAW, since_keras=3)
    _check_inner(reader, model, call.place)
    _check_optimizer(reader, model, flags)


def _note_learned(reader: Reader, model: Model, flags: Flags, place: Place) -> None:
    """Record the layers that a training may change. It counts in code that may not run, too."""
    for key, layer in layers_in(reader, model, place):
        if flags[key] is not False:
            layer.state[LEARNED] = True


def _check_inner(reader: Reader, model: Model, place: Place) -> None:
    """Report a model that is trained by batches of its own, and by those of a model that ends in
    it, behind another one: as a discriminator that is to be frozen there.
    """
    layers = layers_of(reader, model, place)
    models = [one for one in getattr(layers, "items", ()) if isinstance(one, Model)]
    if len(models) < 2 or layers.items[-1] is not models[-1]:
        return
    inner = models[-1]
    flags, weighty = flags_of(reader, inner, place), _weighty(reader, inner, place)
    if isinstance(inner.state.get(_FLAGS), dict) and weighty and set(flags.values()) == {True}:
        name = f"`{inner.variable}`" if inner.variable else "The model inside"
        message = f"{name} learns from these batches, too: nothing froze it before the first of "
        message += "them"
        help_ = "Set its trainable to False before this model is compiled and trained."
        reader.log.report("trained_inside", message, place, help_, since_keras=3)


def _check_optimizer(reader: Reader, model: Model, flags: Flags) -> None:
    """Report an optimizer that has trained other weights: Keras 3 builds it for these alone."""
    compiles = compiles_of(model)
    only = compiles[0] if len(compiles) == 1 else None
    optimizer = None if only is None else only.get(0, "optimizer")
    if only is None or not isinstance(optimizer, Described) or None in flags.values():
        return
    trained = {key for key in _weighty(reader, model, model.place) if flags.get(key)}
    built = optimizer.state.get(_BUILT)
    if not isinstance(built, frozenset):
        reader.journal.write(optimizer.state, _BUILT, frozenset(trained) or None)
    elif trained - built:
        message = "The optimizer has trained other weights before, and Keras 3 refuses it new ones"
        help_ = "Make an optimizer for each model, and for each compile after layers are unfrozen."
        place = only.place_of(0, "optimizer")
        reader.log.report("shared_optimizer", message, place, help_, since_keras=3)


def check_flags(reader: Reader, model: Model, call: Call) -> None:
    """Record the flags that a fit fixes, and report changed flags that it ignores."""
    flags = flags_of(reader, model, call.place)
    before = model.state.get(_FLAGS)
    if not isinstance(before, dict):
        reader.journal.write(model.state, _FLAGS, flags)
        _check_optimizer(reader, model, flags)
        if False in flags.values():
            from kspec.code.checks.random_layers import check_random

            check_random(reader, model, flags, call.place)
        _note_learned(reader, model, flags, call.place)
    elif before.keys() != flags.keys() or None in {*before.values(), *flags.values()}:
        pass  # the layers are not known at both times
    elif before != flags:
        more = list(flags.values()).count(True) > list(before.values()).count(True)
        change = "unfrozen" if more else "frozen"
        message = f"Layers were {change} after the compile that this model is trained with: "
        message += "the change has no effect"
        help_ = "Compile the model after every change of trainable."
        place = getattr(call.place, "func", call.place)
        reader.log.report("trainable_without_compile", message, place, help_)
    for network in _networks(reader, model, call.place):
        _check_thawed(reader, network, call.place)


def _check_thawed(reader: Reader, model: Model, place: Place) -> None:
    """Report layers that stay frozen in a fit, although `trainable` of their model was set to True:
    TensorFlow passes over a value that an attribute has, and the layers do not hear of it.
    """
    flags, kept = flags_of(reader, model, place), model.state.get(KEPT)
    layers = _weighty(reader, model, place)
    frozen = {key for key in layers if flags[key] is False}
    before = model.state.get(_FROZEN)
    reader.journal.write(model.state, _FROZEN, frozenset(frozen))
    if not isinstance(kept, Kept) or kept.flags.keys() != flags.keys() or None in flags.values():
        return
    stuck = [key for key in frozen if layers[key].state.get(SET) is kept.places[key]]
    thawed = any(flags[key] and not kept.flags[key] for key in flags)
    meant = frozen == layers.keys() or (isinstance(before, frozenset) and before & {*stuck})
    if stuck and meant and not thawed and flags[id(model)]:
        message = "This thaws no layer: `trainable` of the model itself is True already, and with "
        message += "TensorFlow Keras does not pass it on"
        help_ = "Set it to False before, or set it for each of `layers`."
        reader.log.report("thawed_in_vain", message, kept.place, help_, since_keras=3)


def _networks(reader: Reader, model: Model, place: Place) -> Iterator[Model]:
    """A model and those in it."""
    yield model
    layers = layers_of(reader, model, place)
    for layer in layers.items if isinstance(layers, List) else ():
        if isinstance(layer, Model):
            yield from _networks(reader, layer, place)


def _weighty(reader: Reader, model: Model, place: Place) -> dict[int, Layer]:
    """The layers of a model that surely have weights, by their identity."""
    layers = layers_in(reader, model, place)
    return {key: one for key, one in layers if {"units", "filters"} & one.fields.keys()}
