"""Input of a model: the program's own generators and sequences as batches."""

from kspec.code.classes import member
from kspec.code.data.array import Array
from kspec.code.data.dataset import BATCH, ELEMENTS, Dataset, arrays_in, each
from kspec.code.items import sample
from kspec.code.reader import Reader
from kspec.code.unknown_numbers import Index
from kspec.code.values import ITERATOR, Call, Function, List, Object, Partial, Place, Value
from kspec.spec.unknown import Unknown

DATA = ("x", "validation_data", "generator")


def with_data_sets(reader: Reader, call: Call) -> Call:
    """Replace the iterators of batches in a call of `fit` by data sets."""
    args = [_batches(reader, one, call.place) for one in call.args[:1]]
    kwargs = {
        name: _batches(reader, one, call.place) if name in DATA else one
        for name, one in call.kwargs.items()
    }
    return call._replace(args=(*args, *call.args[1:]), kwargs=kwargs)


def report_beside_batches(reader: Reader, call: Call) -> None:
    """Report targets beside batches, and a part that is held out of them: Keras refuses both."""
    if not isinstance(call.get(0, "x"), Dataset):
        return
    if not isinstance(call.get(1, "y"), Unknown | None):
        message = "Keras takes the targets out of these batches, and refuses others beside them"
        reader.log.report("conflicting-fields", message, call.place_of(1, "y"), "Leave them out.")
    part, other = call.get(6, "validation_split"), call.get(7, "validation_data")
    if other is None and isinstance(part, float) and part > 0:
        message = "Keras holds out a part of arrays alone, and this data comes in batches"
        place = call.place_of(6, "validation_split")
        help_ = "Give other batches as validation_data."
        reader.log.report("conflicting-fields", message, place, help_)


def _batches(reader: Reader, value: Value, place: Place) -> Value:
    if isinstance(value, List) and value.kind == ITERATOR:
        batch = sample(value)
    elif isinstance(value, Object) and isinstance(
        own := member(value.cls, "__getitem__"), Function
    ):
        reader.journal.open()
        try:
            index = Index("the number of a batch", "index", place)
            batch = reader.invoke(Partial(own, Call(place, (value,))), Call(place, (index,)))
        finally:
            reader.journal.close(undo=True)
    else:
        return value
    if isinstance(batch, Unknown) or batch is None:
        return Unknown("the batches are not in the code", "batches", place)
    return Dataset(each(arrays_in(batch), _of_any_batch), ELEMENTS, BATCH)


def of_batch(call: Call) -> Call:
    """Convert a `train_on_batch` to a `fit` of a data set with such batches."""
    batch = arrays_in(tuple(_tupled(call.get(index, name)) for index, name in enumerate("xy")))
    data = Dataset(each(batch, _of_any_batch), ELEMENTS, BATCH)
    held_out = Unknown("a batch has no data to validate on")
    return Call(call.place, (data,), {"validation_data": held_out}, unsure=call.unsure)


def _tupled(value: Value) -> Value:
    """The arrays of several inputs or targets as a tuple."""
    arrays = isinstance(value, List) and any(isinstance(one, Array) for one in value.items)
    return tuple(value.items) if arrays else value


def _of_any_batch(array: Array) -> Array:
    """An array of one batch, of which others may have another size."""
    return array.changed(shape=(BATCH, *array.shape[1:])) if array.shape else array
