"""Uses of a model that contradict its training."""

from collections.abc import Sequence

from kspec.code.checks.arrays import check_arrays, check_pairs, data_of
from kspec.code.checks.copies import check_copy, check_measure
from kspec.code.checks.flags import TARGET
from kspec.code.checks.reach import check_fractions, check_reach, check_rows_of_classes
from kspec.code.checks.samples import (
    check_columns,
    check_flows,
    check_folders,
    check_gaps,
    check_numbers,
    check_overlap,
    check_rows,
    check_shares,
    check_sizes,
    check_targets,
    check_whole,
)
from kspec.code.checks.scales import check_pixels, check_scale, check_scalers, check_tokens
from kspec.code.data.array import Array, Dims, is_list, known, lengths, same, shown
from kspec.code.data.dataset import Dataset
from kspec.code.data.facts import NO_NUMBERS, FitData, encoding_of, only, validation_of
from kspec.code.data.literal import plain
from kspec.code.keras.inference import shape_of
from kspec.code.keras.models import ends
from kspec.code.keras.network import EMBEDDINGS
from kspec.code.keras.values import Described, Layer, Model, Tensor, is_input
from kspec.code.reader import Reader
from kspec.code.values import Call, Place, Value

_INPUT = "<input>"
"""The key under which a model keeps the array that it was trained on."""


def note_training(reader: Reader, model: Model, call: Call) -> None:
    """Record the data of a fit, and report what contradicts it."""
    is_first = _INPUT not in model.state
    data = data_of(call)
    x, y = only(data.inputs), only(data.targets)
    reader.journal.write(model.state, _INPUT, x)
    reader.journal.write(model.state, TARGET, y)
    for array in data.inputs.values():
        _check_axes(reader, array, call.place)
    check_arrays(reader, model, call, "fit", data)
    whole = _shape_of_all(reader, model, x)
    if whole is not None:
        message = "This is the shape of all samples together, and Keras adds the batch itself"
        help_ = "Leave out the first size: x.shape[1:]."
        reader.log.report("batch_in_shape", message, whole, help_)
    check_columns(reader, x, y, call.place_of(0, "x"))
    check_rows(reader, x, y, call.place_of(1, "y"))
    check_targets(reader, model, x, y, call.place_of(1, "y"))
    check_shares(reader, model, y, call)
    check_numbers(reader, x, call.place_of(0, "x"))
    check_gaps(reader, (*data.inputs.values(), *data.targets.values()))
    check_tokens(reader, model, call)
    if is_first:  # what is frozen later was trained on such pixels
        check_pixels(reader, model, x, call.place_of(0, "x"))
    _check_order(reader, call, data)
    check_copy(reader, model, call, x, y)
    check_measure(reader, model, call, y)
    check_reach(reader, model, data.targets.values())
    check_rows_of_classes(reader, model, y)
    check_fractions(reader, model, y, call.place_of(1, "y"))
    held_out, place = call.get(7, "validation_data"), call.place_of(7, "validation_data")
    check_folders(reader, call.get(0, "x"), held_out, place)
    check_flows(reader, call.get(0, "x"), held_out)
    _check_validation(reader, model, call, x)


def _check_axes(reader: Reader, array: Array, place: Place) -> None:
    """Report samples that a reshape tore apart where axes were to change places."""
    if array.torn is not None and array.shape is not None:
        before, after = (shown(shape) for shape in (array.torn, array.shape))
        message = f"This makes {after} of {before} without moving an axis: the values keep their "
        message += "order, and the rows of each sample are torn apart"
        help_ = "To change the places of axes, use transpose or numpy.moveaxis."
        reader.log.report("reshape-for-permute", message, array.places.get("torn", place), help_)


def _shape_of_all(reader: Reader, model: Model, x: Array | None) -> Place | None:
    """The place of an input's shape that is the one of all samples together; None for others."""
    tensor = None if model.kind == "Own" else ends(reader, model)[0]
    if not isinstance(tensor, Tensor) or not is_input(tensor.application.layer):
        return None
    field, y = tensor.application.layer.fields.get("shape"), model.state.get(TARGET)
    sizes = None if field is None else plain(field.value)
    if field is None or x is None or not x.shape or not is_list(sizes):
        return None
    # one sample may have no axis of samples, and only the targets tell
    are_single = known(x.samples) is not None and (
        not isinstance(y, Array) or known(y.samples) != known(x.samples)
    )
    is_alike = len(sizes) == len(x.shape) > 1 and all(map(same, sizes, x.shape))
    return field.place if is_alike and not are_single else None


def _check_validation(reader: Reader, model: Model, call: Call, trained: Array | None) -> None:
    held_out = None if call.unsure is not None else validation_of(call, (), ())
    if held_out is None:
        return
    place = call.place_of(7, "validation_data")
    check_pairs(reader, held_out, place)
    array = only(held_out.inputs)
    if array is not None:
        _check_axes(reader, array, place)
    x = plain(call.get(0, "x", call.kwargs.get("generator")))
    later = plain(call.kwargs.get("validation_data"))
    check_overlap(
        reader,
        x if isinstance(x, Dataset) else trained,
        later if isinstance(later, Dataset) else array,
        place,
    )
    if array is not None and _differ(trained, array):
        _check_shape(reader, model, array, "validation", place)
    targets = only(held_out.targets)
    _check_target(reader, model, targets, "validation", place)
    check_rows(reader, array, targets, place)
    pairs = ((trained, array), (model.state.get(TARGET), targets))
    if not check_scalers(reader, pairs, "validation", (place, place)):
        check_scale(reader, *pairs[1], "validation", place, "targets")


def _check_target(
    reader: Reader, model: Model, later: Array | None, noun: str, place: Place
) -> None:
    """Report labels that are rows where those of the training are numbers, or the reverse."""
    trained = model.state.get(TARGET)
    pair = (trained, later)
    encodings = [encoding_of(one) if isinstance(one, Array) else None for one in pair]
    numbers = [encoding in {"integer", "binary"} for encoding in encodings]
    if "one_hot" in encodings and any(numbers):
        words = ("class numbers", "one-hot rows")
        first, second = words if numbers[1] else reversed(words)
        message = f"The targets of {noun} are {first}, and those of the training are {second}"
        reader.log.report("label-encoding-mismatch", message, place, "Encode both alike.")


def check_loss(reader: Reader, loss: Described, call: Call) -> None:
    """Report a loss that the program calls itself on labels in the other notation."""
    labels = call.get(0, "y_true")
    encoding = encoding_of(labels) if isinstance(labels, Array) else None
    if loss.name == "CategoricalCrossentropy" and encoding == "integer":
        message, other = "takes one-hot rows, and gets class numbers", f"Sparse{loss.name}"
    elif loss.name == "SparseCategoricalCrossentropy" and encoding == "one_hot":
        message, other = "takes class numbers, and gets one-hot rows", loss.name[len("Sparse") :]
    else:
        return
    kind, help_ = "label-encoding-mismatch", f"Take {other}."
    reader.log.report(kind, f"{loss.name} {message}", loss.call.place, help_)


def _differ(trained: Array | None, held_out: Array) -> bool:
    """Whether two arrays differ in shape, where the shapes of samples are known."""
    if trained is None or trained.shape is None or held_out.shape is None:
        return False
    return len(trained.shape) != len(held_out.shape) or any(
        isinstance(a, int) and isinstance(b, int) and a != b
        for a, b in zip(trained.shape[1:], held_out.shape[1:], strict=True)
    )


def _check_order(reader: Reader, call: Call, data: FitData) -> None:
    """Report samples that are in order, of which Keras holds out the last part."""
    part, place = call.get(6, "validation_split"), call.place_of(6, "validation_split")
    no_dates = [one for one in data.inputs.values() if one.origin is None]
    sides = {"target": list(data.targets.values()), "input": no_dates}
    grouped = [side for side, arrays in sides.items() if any(one.grouped for one in arrays)]
    if grouped and isinstance(part, float) and 0 < part < 1:
        message = f"Keras holds out the last {part:.0%} as they stand, and the {grouped[0]} is in "
        message += "order"
        help_ = "Shuffle x and y together before, or give validation_data."
        reader.log.report("sorted-validation-split", message, place, help_)


def check_use(reader: Reader, model: Model, call: Call, method: str) -> None:
    """Report data of another shape or scale than a model was trained on, in its later use."""
    data = data_of(call)
    check_arrays(reader, model, call, method, data)
    later = only(data.inputs)
    targets = only(data.targets) if method == "evaluate" else None
    _check_target(reader, model, targets, method, call.place_of(1, "y"))
    places, trained = (call.place_of(0, "x"), call.place_of(1, "y")), model.state.get(_INPUT)
    trained = trained if isinstance(trained, Array) else None
    if later is not None:
        _check_axes(reader, later, call.place)
        _check_kind(reader, trained, later, method, places[0])
    if later is None or _shape_of_all(reader, model, trained) is not None:
        return
    if _check_shape(reader, model, later, method, places[0], trained):
        return
    check_rows(reader, later, targets, places[1])
    if method == "predict" and not any(_INPUT in one.state for one in reader.log.models):
        check_pixels(reader, model, later, places[0], trains=False)
    check_whole(reader, trained, later, method, places[0])
    if trained is not None and method == "evaluate":
        check_sizes(reader, trained, later)
    pairs = ((trained, later), (model.state.get(TARGET), targets))
    if not check_scalers(reader, pairs, method, places):
        check_scale(reader, *pairs[0], method, places[0])
        check_scale(reader, *pairs[1], method, places[1], "targets")


def _check_kind(
    reader: Reader, trained: Array | None, later: Array, method: str, place: Place
) -> None:
    """Report texts for a model that was trained on numbers."""
    numbers = trained is not None and trained.dtype not in {None, *NO_NUMBERS}
    if numbers and later.dtype == "string" and later.library == "numpy":
        message = f"The training data are numbers, and {method} gets texts: Keras refuses them"
        help_ = "Make numbers of them, as of the training data: x.astype(float)."
        reader.log.report("data-dtype-mismatch", message, place, help_)


def _check_shape(
    reader: Reader,
    model: Model,
    array: Array,
    noun: str,
    place: Place,
    trained: Array | None = None,
) -> bool:
    """Report an array that does not fit the input of a model; returns whether it did not.

    One of samples like those of ``trained`` is reported at their fit.
    """
    tensor = None if model.kind == "Own" else ends(reader, model)[0]
    expected = shape_of(reader, tensor, place) if isinstance(tensor, Tensor) else None
    if not isinstance(expected, tuple) or array.shape is None or len(expected) < 2:
        return False
    shape = array.shape
    ends_in_one = any(type(one[-1]) is int and one[-1] == 1 for one in (shape, expected) if one)
    if any(type(size) is int and not size for size in shape):
        return False
    is_one = _is_one_sample(shape, expected[1:])
    if abs(len(shape) - len(expected)) == 1 and ends_in_one and not is_one:
        # Keras leaves out an axis of size 1 at the end, or adds it
        shape = (*shape, 1) if len(shape) < len(expected) else shape[:-1]
    if len(shape) == len(expected) and not _refuses(model, expected, shape):
        return False
    if trained is not None and _is_alike(trained.shape, array.shape):
        return True
    sample = ", ".join(str(size) if isinstance(size, int) else "?" for size in expected[1:])
    sample = f"({sample},)" if len(expected) == 2 else f"({sample})"
    message = f"The data of {noun} has the shape {shown(array.shape)}, and the model takes "
    message += f"samples of shape {sample}"
    if is_one or same(array.shape, (*expected[1:],)):
        message = f"The data of {noun} is one sample of shape {sample}, and the model takes a batch"
    help_ = "Prepare it as the training data; one sample too needs a batch: x[None]."
    reader.log.report("input-shape-differs-from-data", message, place, help_)
    return True


def _is_one_sample(shape: Dims, sample: Sequence[Value]) -> bool:
    """Whether an array has the shape of one sample, and is none of samples without the last axis,
    which Keras adds.
    """
    sizes = [*lengths(shape)]
    if len(sizes) < 2 or not all(type(size) is int for size in (*sizes, *sample)):
        return False
    return sizes == [*sample] != [*sizes[1:], 1]


def _is_alike(trained: Dims | None, shape: Dims) -> bool:
    """Whether samples of a shape surely have that of those that a model was trained on."""
    known_sizes = all(type(size) is int for size in shape[1:])
    return trained is not None and known_sizes and same(trained[1:], shape[1:])


def _refuses(model: Model, expected: Sequence[Value], shape: Sequence[Value]) -> bool:
    """Whether a model refuses sizes. A graph checks its own; a stack checks none but where its
    layers do: the features, and all sizes where it flattens.
    """
    layers = [one.layer for one in model.state["<layers>"]]
    names = [layer.name for layer in layers if isinstance(layer, Layer)]
    if model.kind == "Sequential" and "Flatten" not in names:
        if len(names) < len(layers) or EMBEDDINGS & set(names):
            return False
        expected, shape = (0, expected[-1]), (0, shape[-1])
    sizes = zip(expected[1:], shape[1:], strict=True)
    return any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in sizes)
