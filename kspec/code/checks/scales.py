"""Scales of the data that a model is used on, against those of its training."""

import ast
from collections.abc import Iterable, Iterator

from kspec.code.data.array import Array, ByHand, Limits, Words, is_list, known, product
from kspec.code.data.frames import Frame
from kspec.code.data.literal import plain
from kspec.code.data.pictures import FROM_MINUS_ONE
from kspec.code.data.units import are_apart
from kspec.code.keras.attributes import layers_of
from kspec.code.keras.graph import graph_of
from kspec.code.keras.on_data import limits_behind
from kspec.code.keras.values import (
    PREPARED,
    Layer,
    Model,
    is_input,
    tensors_in,
    tensors_of,
)
from kspec.code.reader import Reader
from kspec.code.unknown_numbers import Index
from kspec.code.values import Call, List, Place, Value

TIMES = 50
"""Ratio of the ranges from which on data was not scaled as the training data was."""
FEW = 10
"""Number of samples whose values may be large or small by chance."""
MANY = 100
"""Number of values of a sample that are more than a few features: of an image in one row."""
COMPUTING = frozenset(("Dense", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "Conv1D"))
"""Layers that multiply their input with weights."""
_KIND = "validation-scale-differs"


def check_scalers(
    reader: Reader,
    pairs: Iterable[tuple[Value, Array | None]],
    method: str,
    places: Iterable[Place],
) -> bool:
    """Report inputs or targets that went through other scalers than those of the training, which
    stand first in each of the two pairs; returns whether they did.
    """
    for words, (trained, later), place in zip(("data", "targets"), pairs, places, strict=True):
        if not isinstance(trained, Array) or later is None:
            continue
        if _is_fitted_on_test(trained, later):
            message = f"The scaler of the {words} of {method} was fitted on the test part of a "
            message += "split, and that of the training on the other"
            help_ = "Fit one scaler on the training data, and transform both by it."
            reader.log.report("scaler_fitted_on_test_data", message, place, help_)
            return True
        if not are_apart(trained.scaled, later.scaled):
            continue
        short, long = sorted((trained.scaled or (), later.scaled or ()), key=len)
        more = long is trained.scaled
        if isinstance(long[len(short)], ByHand):
            sides = ("the training", method)[:: 1 if more else -1]
            message = f"The {words} of {sides[0]} were scaled, and the {words} of {sides[1]} not"
        else:
            message = f"The {words} of the training went through a scaler, and the {words} of "
            message += f"{method} " + ("did not" if more else "through one more")
        help_ = "Scale both alike, with what the scaler learned from the training data."
        reader.log.report(_KIND, message, place, help_)
        return True
    return False


def _is_fitted_on_test(trained: Array, later: Array) -> bool:
    """Whether the last scalers of two arrays learned from the two parts of one split."""
    steps = [one.scaled[-1] if one.scaled else None for one in (trained, later)]
    rows = [one.origin.rows for one in steps if isinstance(one, Array) and one.origin]
    return len(rows) == 2 and rows[0].is_apart(rows[1])


def check_scale(
    reader: Reader,
    trained: Value,
    later: Array | None,
    method: str,
    place: Place,
    words: str = "data",
) -> None:
    """Report data, or targets, far larger or smaller than those of the training."""
    if not isinstance(trained, Array) or later is None:
        return
    by_hand = later.values is not None and later.scaled is None and _size(later) >= TIMES
    if trained.scaled and by_hand:
        message = f"The training data went through a scaler, and these values of {method} did not"
        help_ = "Transform them by the scaler of the training data."
        reader.log.report(_KIND, message, place, help_)
        return
    if _are_few(later) or (trained.whole and later.whole):
        return
    small, large = sorted((_size(trained), _size(later)))
    if small > 0 and large >= TIMES * small:
        verb, others = ("is", "that") if words == "data" else ("are", "those")
        message = f"The {words} of {method} {verb} on another scale than {others} of the training: "
        message += "one was scaled, and the other not"
        help_ = "Scale both alike, with the numbers of the training data."
        reader.log.report(_KIND, message, place, help_)


def _are_few(array: Array) -> bool:
    """Whether an array holds a few values, which a few samples of a table are."""
    if array.shape is None:
        return False
    samples, values = (known(product(sizes)) for sizes in (array.shape[:1], array.shape[1:]))
    return len(array.shape) < 3 and (samples or FEW) < FEW and (values or 0) < MANY


def _size(array: Array) -> float:
    limits = array.limits
    return 0 if limits is None else max(-limits.low, limits.high)


def check_pixels(
    reader: Reader, model: Model, x: Array | None, place: Place, *, trains: bool = True
) -> None:
    """Report pixels from 0 to 1 for the frozen layers of a network that was trained on others,
    where they are divided; all are frozen where nothing trains them.
    """
    network, limits = _network_of(reader, model, None if x is None else x.limits)
    module, weights = ("", None) if network is None else network.state[PREPARED]
    if limits is None or network is None or not isinstance(weights, str) or weights != "imagenet":
        return
    layers = layers_of(reader, network, place)
    objects = [network, *(layers.items if isinstance(layers, List) else ())]
    is_frozen = any(one.state.get("trainable") is False for one in objects)
    is_halved = module in FROM_MINUS_ONE
    if limits.low >= (0 if is_halved else -1) and limits.high <= 1 and (is_frozen or not trains):
        pixels = "from -1 to 1" if is_halved else "from 0 to 255 less their mean"
        message = f"The frozen layers were trained on pixels {pixels}, and get values from "
        message += f"{limits.low:g} to {limits.high:g}"
        message += "" if is_halved else ", between which they see next to no difference"
        help_ = f"Give pixels from 0 to 255 to keras.applications.{module}."
        help_ += "preprocess_input instead of dividing them."
        where = x.places.get("limits", place) if x is not None and x.limits is limits else place
        reader.log.report("input-not-normalized", message, where, help_)


def _network_of(
    reader: Reader, model: Model, limits: Limits | None
) -> tuple[Model | None, Limits | None]:
    """The network for prepared pixels that gets the input of a model, and the limits of what it
    gets behind the layers that prepare and vary images.
    """
    if model.kind == "Functional":  # a network whose output it goes on from
        for one in reader.log.models:
            if one.inputs is model.inputs and PREPARED in one.state:
                return one, limits
    for layer in _first_layers(model):
        if isinstance(layer, Model) and PREPARED in layer.state:
            return layer, limits
        limits = limits_behind(layer, limits)
        if limits is None:
            break
    return None, None


def _first_layers(model: Model) -> Iterator[Value]:
    """The layers behind the input of a model, as long as one alone takes what the last gives."""
    if model.kind == "Sequential":
        yield from (added.layer for added in model.stack)
        return
    tensors = tensors_in(model.inputs) if model.kind == "Functional" else []
    calls = [step.application for step in graph_of(model).steps] if len(tensors) == 1 else []
    last = tensors[0].application if tensors else None
    while True:
        takers = [one for one in calls if any(t.application is last for t in tensors_of(one))]
        if len(takers) != 1 or len(tensors_of(takers[0])) != 1:
            return
        last = takers[0]
        yield last.layer


def check_tokens(reader: Reader, model: Model, call: Call) -> None:
    """Report inputs that were scaled to fractions, and an embedding takes for numbers of rows;
    those that a spec can tell are left to it.
    """
    x = plain(call.get(0, "x"))
    several = x if is_list(x) else [x]
    for one, layers in zip(several, _takers(model), strict=False):
        array = one.values() if isinstance(one, Frame) else one
        if not isinstance(array, Array) or not array.scaled:
            continue
        embeddings = [one for one in layers if isinstance(one, Layer) and one.name == "Embedding"]
        for embedding in embeddings:
            _check_words(reader, embedding, array.scaled[-1])
        names = [one.name for one in layers if isinstance(one, Layer) and one.name in COMPUTING]
        if names and isinstance(array.scaled[-1], Words):
            message = f"These are the numbers of words, and {names[0]} takes them for quantities"
            help_ = "Put an Embedding before it, or count the words of each text: texts_to_matrix."
            reader.log.report("input-not-normalized", message, call.place_of(0, "x"), help_)
        if array.whole:
            continue
        in_spec = array.dtype is not None and array.limits is not None and len(several) == 1
        sizes = [one.constant("input_dim") for one in embeddings]
        if not in_spec and any(_are_fractions(array.scaled, size) for size in sizes):
            message = "The embedding cuts off the fractions of scaled data: it looks up numbers"
            help_ = "Give it the numbers of tokens; quantities go into Dense."
            reader.log.report("data-dtype-mismatch", message, call.place_of(0, "x"), help_)


def _check_words(reader: Reader, embedding: Layer, words: object) -> None:
    """Report an embedding with as many vectors as a tokenizer has words, numbered from 1 on."""
    size = embedding.current().get("input_dim")
    if size is None or not isinstance(size.value, Index) or not isinstance(words, Words):
        return
    if size.value.root is words.count:
        message = "The tokenizer numbers its words from 1 on, and the last one has no vector here"
        help_ = "Write len(tokenizer.word_index) + 1."
        mend = "{} + 1" if isinstance(size.place, ast.Name | ast.Attribute) else None
        kind = "token-out-of-vocabulary"
        reader.log.report(kind, message, size.place, help_, mend=mend, safe=False)


def _are_fractions(scaled: Iterable[object], size: Value) -> bool:
    """Whether a scaler, or a division by a statistic or by the number of rows of an embedding, made
    fractions of more than yes and no.
    """
    if type(size) is int and size <= 2:
        return False
    numbers = (None, size - 1, size, size + 1) if type(size) is int else (None,)
    divisions = [ByHand("/", number) for number in numbers]
    return any(isinstance(step, Array) or step in divisions for step in scaled)


def _takers(model: Model) -> list[list[Value]]:
    """The layers that take each input of a model."""
    if model.kind == "Sequential":
        return [[added.layer for added in model.stack if not is_input(added.layer)][:1]]
    if model.kind != "Functional":
        return []
    calls = [step.application for step in graph_of(model).steps]
    return [
        [
            call.layer
            for call in calls
            if any(one.application is tensor.application for one in tensors_of(call))
        ]
        for tensor in tensors_in(model.inputs)
    ]
